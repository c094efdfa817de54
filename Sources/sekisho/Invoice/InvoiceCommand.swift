import ArgumentParser
import Diagnostics
import Foundation
import Invoices
import JSON
import Server
import Workflows

struct InvoiceCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invoice", abstract: "Invoices: check, submit, follow. 請求書の検査・提出・確認。",
    subcommands: [InvoiceCheck.self, InvoiceSubmit.self, InvoiceList.self, InvoiceShow.self])
}

struct InvoiceCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check JP PINT invoices (UBL 2.1) offline: every rule, with its place in the file. 請求書を手元で検査する。")

  @Argument(help: "Files, or - for standard input. ファイル。")
  var paths: [String]
  @Flag(help: "Demand a reference to the contract, as the intake does. 契約番号の記載を必須とする。")
  var contractRequired = false
  @OptionGroup var form: OutputOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    try common.presenting {
      let output = form.output(common.language)
      let isForPeople = output.format == .table && output.pointer == nil
      var reports: [InvoiceReport] = []
      for path in paths {
        let options = InvoiceOptions(contractRequired: contractRequired)
        let bytes = try InputFile.read(path, limit: options.limits.documentBytes, common.language)
        let report = checkInvoice(bytes, name: path, options: options)
        if isForPeople { show(report) }
        reports.append(report)
      }
      let answer: JSONValue = ["data": .array(reports.map(\.json))]
      if output.format == .csv {
        try output.list(["data": .array(Self.findings(reports))], Self.columns)
      } else if !isForPeople {
        try output.list(answer, Self.columns)
      }
      if reports.contains(where: { !$0.isAccepted }) { throw Exit.invalid }
    }
  }

  private func show(_ report: InvoiceReport) {
    let language = common.language
    Terminal.show(report.diagnostics, language)
    if report.omitted > 0 {
      Terminal.note(Text(en: "… and \(report.omitted) more", ja: "…ほか\(report.omitted)件")[language])
    }
    let verdict = report.isAccepted ? Text(en: "accepted", ja: "適合") : Text(en: "refused", ja: "不適合")
    Terminal.out("\(report.source.name.safeForTerminal()): \(verdict[language])")
  }

  private static let columns = [
    Column("file", en: "File", ja: "ファイル"), Column("severity", en: "Severity", ja: "重要度"),
    Column("rule", en: "Rule", ja: "規則"), Column("line", en: "Line", ja: "行", .number),
    Column("column", en: "Column", ja: "桁", .number), Column("path", en: "Path", ja: "位置"),
    Column("message", en: "Message", ja: "指摘"), Column("found", en: "Found", ja: "記載"),
    Column("expected", en: "Expected", ja: "期待"),
  ]

  /// One row a finding, with its file.
  private static func findings(_ reports: [InvoiceReport]) -> [JSONValue] {
    reports.flatMap { report in
      (report.json["findings"]?.arrayValue ?? []).map { finding in
        var members = finding.objectValue ?? [:]
        members["file"] = .string(report.source.name)
        return .object(members)
      }
    }
  }
}

struct InvoiceSubmit: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "submit", abstract: "Submit an invoice under its contract; twice has one effect. 請求書を提出する。",
    discussion:
      "With --corrects, the file takes the place of one that was returned: the claim keeps its day of receipt.")

  @Argument(help: "The UBL file, - for standard input. UBLファイル。")
  var file: String
  @Option(help: "The contract, where the file does not name it. 契約番号。")
  var contract: String?
  @Option(help: "The returned invoice that this file corrects. 訂正する返戻済みの請求番号。")
  var corrects: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var user: UserOptions

  func validate() throws {
    if contract != nil, corrects != nil {
      throw ValidationError("--corrects names the contract already / --corrects を指定すると契約は決まっています")
    }
  }

  func perform(_ session: Session) async throws {
    let limit = InvoiceLimits().documentBytes
    let bytes = try InputFile.read(file, limit: limit, session.language)
    let name = file == "-" ? "invoice.xml" : URL(filePath: file).lastPathComponent
    var query = [(name: "name", value: name)]
    if let contract { query.append(("contract", contract)) }
    let path: APIPath = corrects.map { "/v1/invoices/\($0)/correction" } ?? "/v1/invoices"
    let request = APIRequest(.post, path, query: query, body: .bytes(bytes, media: "application/xml"))
    // The key that the server itself would give: the same file is the same submission, from wherever it is sent.
    var write = write
    let purpose = corrects.map { "correction-\($0)" } ?? "invoice"
    write.key = write.key ?? "\(purpose)-\(ContentDigest.hash(of: bytes))"
    let answer = try await session.send(request, write).json()
    if answer["receipt"]?["replay"]?.boolValue == true {
      session.note(
        Text(
          en: "this file was submitted before; what came of it then is shown. --key NEW submits it anew",
          ja: "このファイルは提出済みで、その結果を示しています。改めて提出するには --key で新しいキーを指定してください"))
    }
    for finding in answer["report"]?["findings"]?.arrayValue ?? [] {
      for line in FindingLines.of(finding, session.language) { Terminal.note(line) }
    }
    try session.output.record(answer, Self.columns)
    // It is received and on record, and refused: a script must not take it for a claim.
    if answer["report"]?["accepted"] == .bool(false) { throw Exit.invalid }
  }

  private static let columns = [
    Column("code", en: "Invoice", ja: "請求番号", at: "/receipt/code"),
    Column("state", en: "State", ja: "状態", at: "/receipt/state"),
    Column("version", en: "Version", ja: "版", .number, at: "/receipt/version"),
    Column("number", en: "Vendor's number", ja: "請求書番号", at: "/report/facts/number"),
    Column("payable", en: "Payable", ja: "請求額", .amount, at: "/report/facts/payable"),
    Column("replay", en: "Repeated", ja: "再送", .flag, at: "/receipt/replay"),
    Column("dry_run", en: "Dry run", ja: "試行", .flag, at: "/receipt/dry_run"),
  ]
}

struct InvoiceList: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Search invoices, newest first. 請求書を検索する(新しい順)。")

  @OptionGroup var filter: ItemFilter
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    try session.output.list(try await filter.pages("/v1/invoices", session), InvoiceColumns.list)
  }
}

struct InvoiceShow: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "An invoice with status, reasons and actions (Peppol Invoice Response). 請求書の状況・理由・求める対応。")

  @OptionGroup var item: ItemArgument
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let answer = try await session.client.get("/v1/invoices/\(item.item)").json()
    try session.output.record(answer, InvoiceColumns.one)
  }
}

enum InvoiceColumns {
  static let list = [
    Column("code", en: "Invoice", ja: "請求番号", at: "/item/code"),
    Column("status", en: "Status", ja: "状況", at: "/status/code").forPrograms,
    Column("status_title", en: "Status", ja: "状況", at: "/status/title"),
    Column("state", en: "State", ja: "状態", at: "/item/state").forPrograms,
    Column("state_title", en: "State", ja: "状態", at: "/item/state_title"),
    Column("number", en: "Vendor's number", ja: "請求書番号", at: "/item/data/number"),
    Column("contract", en: "Contract", ja: "契約", at: "/item/data/contract_code"),
    Column("amount", en: "Amount (JPY)", ja: "金額(円)", .amount, at: "/item/amount"),
    Column("party", en: "Party", ja: "取引先", at: "/item/party"),
    Column("due_date", en: "Due", ja: "支払期日", at: "/item/data/due_date"),
    Column("updated_at", en: "Updated", ja: "更新", .moment, at: "/item/updated_at"),
  ]

  static let one =
    list + [
      Column("reasons", en: "Reasons", ja: "理由") { codes($0["status"]?["reasons"]) },
      Column("actions", en: "What to do", ja: "求める対応") { codes($0["status"]?["actions"]) },
    ]

  private static func codes(_ entries: JSONValue?) -> JSONValue {
    .array(
      (entries?.arrayValue ?? []).map { entry in
        let code = Shown.plain(entry["code"], .en)
        return [
          "en": .string("\(code) \(Shown.plain(entry["title"], .en))"),
          "ja": .string("\(code) \(Shown.plain(entry["title"], .ja))"),
        ]
      })
  }
}
