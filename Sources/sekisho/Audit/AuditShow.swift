import ArgumentParser
import Audit
import Diagnostics
import JSON
import Postgres
import Workflows

struct AuditShow: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one entry of the record whole. 監査証跡の1件を示す。",
    discussion: "Exit 8 where the entry is not what was sealed. 封印時と異なる場合は終了コード8。")

  @Argument(help: "The entry's id.")
  var entry: String
  @Option(help: "Write a proof to this new file that verifies without the database (C2SP tlog-proof). 証明ファイルを書き出す。")
  var proof: String?
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  private static let columns = [
    Column("id", en: "Entry", ja: "記録"), Column("at", en: "Time", ja: "日時"),
    Column("event", en: "Event", ja: "出来事"), Column("item", en: "Item", ja: "案件", at: "/code"),
    Column("version", en: "Version", ja: "版", .number), Column("person", en: "Person", ja: "操作した人"),
    Column("position", en: "Position", ja: "職"), Column("behalf", en: "For", ja: "代理"),
    Column("role", en: "Role", ja: "役割"), Column("definition", en: "Definition", ja: "定義"),
    Column("leaf", en: "Leaf", ja: "葉", .number), Column("hash", en: "Hash", ja: "ハッシュ"),
    Column("sealed", en: "As sealed", ja: "封印時と同じ", value: { $0["as_sealed"] }),
  ]

  func operate() async throws {
    let language = common.language
    guard let id = EntryID(entry) else {
      throw Trouble(
        Exit.usage, Text(en: "\(entry) is no id of an entry", ja: "\(entry) は記録のIDではありません"),
        hint: Text(en: "`audit list` shows them", ja: "「audit list」で確認できます"))
    }
    let uuid = PGUUID(high: id.high, low: id.low)
    let wantsProof = proof != nil
    let (line, file) = try await Installation.auditor(language).withConnection { connection in
      let line = try await RecordQuery.entry(uuid, connection)
      guard wantsProof, line != nil else { return (line, InclusionProofFile?.none) }
      return (line, try await ProofSource(connection).inclusion(of: uuid))
    }
    guard let line else {
      throw Trouble(Exit.notFound, Text(en: "there is no entry \(entry)", ja: "記録 \(entry) はありません"))
    }
    var answer = RecordView.json(line).objectValue ?? [:]
    answer["as_sealed"] = line.isAsSealed.map { .bool($0) }
    let output = form.output(language)
    let value = JSONValue.object(answer)
    try output.record(value, Self.columns) {
      let fields = Self.columns.map { ($0.title[language], $0.cell(value, language)) }.filter { !$0.1.isEmpty }
      return TableText.record(fields, output.style) + [""]
        + Output.harmless((value["body"] ?? .null).prettyText).split(separator: "\n").map(String.init)
    }
    if let proof, let file { try NewFile.write(file.bytes, to: proof) }
    if line.isAsSealed == false {
      throw Trouble(
        Exit.auditBroken, Text(en: "the entry is not what was sealed", ja: "この記録は封印時の内容と異なります"),
        hint: Text(en: "run: sekisho audit verify", ja: "「sekisho audit verify」を実行してください"))
    }
  }
}
