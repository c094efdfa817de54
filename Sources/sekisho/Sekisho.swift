import ArgumentParser

/// The command line: a noun, then a verb.
@main
struct Sekisho: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "sekisho",
    abstract: "Workflows for contracts, invoices and project oversight. 契約・請求・プロジェクト監理のワークフロー。",
    version: version,
    groupedSubcommands: [
      CommandGroup(
        name: "Work 業務",
        subcommands: [
          InboxCommand.self, BoardCommand.self, ItemCommand.self, DocumentCommand.self, InvoiceCommand.self,
        ]),
      CommandGroup(
        name: "People 人と職",
        subcommands: [
          PeopleCommand.self, PositionCommand.self, PartyCommand.self, DelegationCommand.self, AbsenceCommand.self,
          TokenCommand.self,
        ]),
      CommandGroup(
        name: "Sign-in サインイン", subcommands: [AuthCommand.self, ConfigCommand.self, CompletionCommand.self]),
      CommandGroup(name: "Definitions 定義", subcommands: [WorkflowCommand.self, ExplainCommand.self]),
      CommandGroup(
        name: "Operation 運用",
        subcommands: [
          DevCommand.self, ServeCommand.self, WorkCommand.self, DatabaseCommand.self, AuditCommand.self,
          TaskCommand.self,
          DoctorCommand.self,
          DebugCommand.self,
        ]),
    ])
}
