import ArgumentParser
import Audit
import Diagnostics
import Engine
import Foundation
import JSON
import Postgres
import Workflows

struct AuditCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: "Read the record, and prove that it is whole. 監査証跡の閲覧と検証。",
    discussion:
      "Reads the database of SEKISHO_DATABASE_URL under the auditor role; the server that is judged is not asked.",
    subcommands: [AuditShow.self, AuditList.self, AuditVerify.self, AuditExport.self])
}

extension Installation {
  /// The same database under the role that may only read.
  static func auditor(_ language: Language) throws -> Installation {
    let installation = try fromEnvironment(language)
    var configuration = installation.configuration
    configuration.parameters["role"] = "sekisho_auditor"
    return Installation(configuration, language: language, logger: installation.logger)
  }
}

struct AuditVerify: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Recompute tree and item states from the database itself. 記録の木と案件の状態を再計算して検証する。",
    discussion: """
      Exit 0 where the record is whole, 8 where it is not: each finding names the bad entry, or the interval between \
      two checkpoints in which it lies. Only a checkpoint kept elsewhere tells of a record that was cut off or rolled back.
      """)

  @Option(help: "File of trusted verifier keys, a line each (default: sealing-key.pub in SEKISHO_KEYS).")
  var keys: String?
  @Option(help: "A checkpoint kept outside (repeatable). 外部に保管したチェックポイント。")
  var checkpoint: [String] = []
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  private static let columns = [
    Column("code", en: "Finding", ja: "指摘"), Column("entry", en: "Entry", ja: "記録"),
    Column("message", en: "What is wrong", ja: "内容"),
  ]

  func operate() async throws {
    let language = common.language
    guard let keys = keys ?? Environment.keys.map({ $0 + "/sealing-key.pub" }) else {
      throw ValidationError("--keys FILE is needed / --keys ファイル を指定してください")
    }
    let trusted = try TrustedKeys(parsing: try InputFile.read(keys, limit: TrustedKeys.sizeLimit, language))
    let outside = try checkpoint.map { path in
      try trusted.open(try InputFile.read(path, limit: 64 * 1024, language))
    }
    let auditor = try Installation.auditor(language)
    let verification = Verification(keys: trusted, outside: outside)
    let report = try await auditor.withConnection { connection in
      try await verification.run(connection, replay: ItemReplay(connection: connection)) { progress in
        Terminal.progress("\(Shown.grouped(String(progress.leaves))) / \(Shown.grouped(String(progress.of)))")
      }
    }
    Terminal.progress(nil)
    try show(report, language)
    if !report.isSound { throw Exit.auditBroken }
  }

  private func show(_ report: AuditReport, _ language: Language) throws {
    let findings = report.findings.map { finding -> JSONValue in
      var row: [String: JSONValue] = [
        "code": .string(finding.code),
        "message": ["en": .string(finding.message.en), "ja": .string(finding.message.ja)],
      ]
      row["entry"] = finding.entry.map { .string($0.description) }
      return .object(row)
    }
    let answer: JSONValue = [
      "sound": .bool(report.isSound), "leaves": .number(.init(report.leaves)),
      "checkpoints": .number(.init(report.checkpoints)), "unsealed": .number(.init(report.unsealed)),
      "sound_to": .number(.init(report.soundTo)), "unreported": .number(.init(report.unreported)),
      "data": .array(findings),
    ]
    try form.output(language).list(answer, Self.columns) {
      report.findings.map { "\($0.code): \($0.message[language].safeForTerminal())" } + [report.summary[language]]
    }
  }
}
