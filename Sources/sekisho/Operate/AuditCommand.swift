import ArgumentParser
import Audit
import Diagnostics
import Engine
import Foundation
import Postgres

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Prove that the record is whole. 監査証跡の検証。", subcommands: [AuditVerify.self])
}

struct AuditVerify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute tree and item states from the database itself; the server that is judged is not asked.")

  @Option(help: "File of trusted verifier keys, a line each.")
  var keys: String
  @Option(help: "A checkpoint kept outside (repeatable): tells of a record that was cut off or rolled back.")
  var checkpoint: [String] = []
  @OptionGroup var common: CommonOptions

  func run() async throws {
    let language = common.language
    let installation = try Installation.fromEnvironment(language)
    let trusted = try TrustedKeys(parsing: try InputFile.read(keys, limit: TrustedKeys.sizeLimit, language))
    var outside: [Checkpoint] = []
    for path in checkpoint { outside.append(try trusted.open(try InputFile.read(path, limit: 64 * 1024, language))) }
    var configuration = installation.configuration
    configuration.parameters["role"] = "sekisho_auditor"
    let auditor = Installation(configuration, language: language, logger: installation.logger)
    let verification = Verification(keys: trusted, outside: outside)
    let report = try await auditor.withConnection { connection in
      try await verification.run(connection, replay: ItemReplay(connection: connection))
    }
    for finding in report.findings { Terminal.out("\(finding.code): \(finding.message[language])") }
    Terminal.out(report.summary[language])
    if !report.isSound { throw Exit.auditBroken }
  }
}
