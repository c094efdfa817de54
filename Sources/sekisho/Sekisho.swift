import ArgumentParser

/// The command line: a noun, then a verb.
@main
struct Sekisho: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sekisho",
    abstract: "Workflows for contracts, invoices and project oversight. 契約・請求・プロジェクト監理のワークフロー。",
    version: "0.1.0",
    subcommands: [
      DevCommand.self, WorkflowCommand.self, InvoiceCommand.self, DatabaseCommand.self, ServeCommand.self,
      WorkCommand.self,
      AuditCommand.self, ExplainCodeCommand.self, DebugCommand.self,
    ])
}
