import Diagnostics
import Engine
import HTTPTypes
import Invoices
import JSON
import Workflows

/// Invoices of vendors: check, submit, follow.
enum InvoiceRoutes {
  static let all = [check, submit, correct, list, show]

  private static let body = Route.Body.raw(max: InvoiceLimits().documentBytes, media: InvoiceIntake.media)
  private static let name = QueryParameter("name", .text(max: 255), en: "File name, for messages", ja: "ファイル名(メッセージ用)")

  static let check = Route(
    .post, "/v1/invoices/check", "checkInvoice", .invoices,
    en: "Check a UBL 2.1 invoice (JP PINT); findings are no error", ja: "UBL 2.1の請求書(JP PINT)を点検(指摘はエラーではない)",
    .scope(.read), query: [name], body: body, .ok(.invoiceReport, en: "What the check found", ja: "点検結果")
  ) { call in
    .json(report(call, today: try await call.engine.lexicon().now.day).json)
  }

  private static func report(_ call: Call, today: Day) -> InvoiceReport {
    let civil = today.civil
    let options = InvoiceOptions(today: InvoiceDate(year: civil.year, month: civil.month, day: civil.day))
    return checkInvoice(call.body.bytes, name: call.query.text("name") ?? "invoice.xml", options: options)
  }

  static let submit = Route(
    .post, "/v1/invoices", "submitInvoice", .invoices,
    en: "Submit an invoice under its contract; the same file twice has one effect",
    ja: "契約の下に請求書を提出(同じファイルの再送は一度だけ効果を持つ)", .scope(.write),
    query: [
      name,
      QueryParameter(
        "contract", .text(max: 200), en: "Contract, where the file does not name it", ja: "契約番号(ファイルに記載がない場合)"),
    ],
    body: body, write: .kept,
    .created(
      .invoiceReceipt, en: "Received; its workflow says what follows", ja: "受領した", headers: ["Location", "ETag"]),
    .ok(.invoiceReceipt, en: "What would be received (`dry_run`)", ja: "受領の見込み(dry_run)"),
    problems: [.invalidFile, .notFound, .denied, .blocked]
  ) { call in
    let lexicon = try await call.engine.lexicon()
    let report = report(call, today: lexicon.now.day)
    let contract = try contract(of: report, call)
    let parent = try await parent(contract, call)
    let definition = lexicon.library.definition(InvoiceIntake.workflow)
    let data = InvoiceIntake.data(report, contract: parent.code, definition: definition)
    do {
      let receipt =
        call.isDryRun
        ? try await call.settle(
          try await call.engine.rehearseCreation(
            InvoiceIntake.workflow, data: data, under: .id(parent.id), as: call.caller, WriteOptions(origin: .intake)),
          on: .id(parent.id))
        : try await store(data, report, under: parent, call)
      guard case .json(let value) = receipt.content else { throw Problem.unexpected }
      var answer = receipt
      answer.content = .json(["receipt": value, "report": report.json])
      return answer
    } catch {
      // Whatever stands in the way, the vendor hears what is wrong with the file.
      throw Problem.from(error).with("report", report.json)
    }
  }

  private static func contract(of report: InvoiceReport, _ call: Call) throws(Problem) -> String {
    if report.facts != nil, let contract = call.query.text("contract") ?? report.facts?.contractReference {
      return contract
    }
    let message =
      report.facts == nil
      ? report.findings.first?.message ?? Text(en: "this is no invoice", ja: "請求書として読み取れません")
      : Text(
        en: "the invoice names no contract (cac:ContractDocumentReference); name it with ?contract=",
        ja: "請求書に契約番号(cac:ContractDocumentReference)がありません。?contract= で指定してください")
    throw Problem(.invalidFile, message).with("report", report.json)
  }

  private static func parent(_ code: String, _ call: Call) async throws -> Item {
    do {
      return try await call.engine.item(ItemReference(code), as: call.caller).item
    } catch {
      guard error.code == .notFound else { throw error }
      let name = String(code.prefix(100))
      throw Problem(
        .notFound,
        Text(en: "there is no contract \(name) of yours", ja: "契約「\(name)」は見つかりません(自社の契約に限ります)"))
    }
  }

  /// The file's own hash makes the key, whatever key the sender gives, so that sending it again finds what it made.
  private static func store(
    _ data: [String: JSONValue], _ report: InvoiceReport, under parent: Item, _ call: Call
  ) async throws -> Answer {
    let hash = ContentDigest.hash(of: report.source.bytes)
    let earlier = try await EarlierSubmission.find(report, file: hash, contract: parent, call)
    let key = "invoice-\(hash)-\(parent.code)-\(earlier.ended)"
    if let standing = earlier.standing { return try await again(standing, report, key, call) }
    let created = try await call.engine.create(
      InvoiceIntake.workflow, data: data, under: .id(parent.id), as: call.caller,
      WriteOptions(idempotencyKey: key, origin: .intake))
    let answer = try await call.settle(created, on: .id(parent.id), created: true)
    guard case .done(let receipt) = created else { return answer }
    return try await keep(report, of: receipt.item, key, answer, call)
  }

  /// The receipt of a file that was submitted before. Where the first submission ended before its file was stored, the
  /// file is stored now.
  private static func again(
    _ standing: ItemView, _ report: InvoiceReport, _ key: String, _ call: Call
  ) async throws -> Answer {
    let item = standing.item
    let answer = Answer.json(
      [
        "item": .string(item.id.description), "family": .string(item.family.description), "code": .string(item.code),
        "state": .string(item.state.text), "version": .number(.init(item.version)), "created": [], "replay": true,
        "dry_run": false,
      ], status: .created
    ).with(.eTag, EntityTag.text(item.version)).with(.location, "/v1/items/" + PercentCoding.encode(item.code))
    guard standing.documents[InvoiceIntake.slot]?.isEmpty ?? true, !standing.isFinal else { return answer }
    return try await keep(report, of: item.id, key, answer, call)
  }

  /// Puts the file itself beside the facts that were read from it.
  private static func keep(
    _ report: InvoiceReport, of item: ItemID, _ key: String, _ answer: Answer, _ call: Call
  ) async throws -> Answer {
    let attached = try await call.engine.attach(
      .id(item), slot: InvoiceIntake.slot, name: fileName(report), media: call.body.media,
      content: report.source.bytes, as: call.caller, WriteOptions(idempotencyKey: key + "-file"))
    guard case .done(let stored) = attached else { return try await call.settle(attached, on: .id(item)) }
    return answer.with(.eTag, EntityTag.text(stored.version))
  }

  static let correct = Route(
    .post, "/v1/invoices/{item}/correction", "correctInvoice", .invoices,
    en: "Hand in the corrected file of a returned invoice", ja: "返戻された請求書の訂正版を提出", .scope(.write), query: [name],
    body: body, write: .versioned,
    .ok(.invoiceReceipt, en: "Received; its workflow says what follows", ja: "受領した", headers: ["ETag"]),
    problems: [.invalidFile, .notFound, .denied, .blocked]
  ) { call in
    let lexicon = try await call.engine.lexicon()
    let report = report(call, today: lexicon.now.day)
    let view = try await call.engine.item(call.item, as: call.caller)
    guard view.item.workflow == InvoiceIntake.workflow else { throw Problem.nothing }
    guard let facts = report.facts else {
      _ = try contract(of: report, call)
      throw Problem.unexpected
    }
    let stated = view.item.data["contract_code"]?.stringValue ?? ""
    let data = InvoiceIntake.data(
      report, contract: facts.contractReference ?? stated,
      definition: lexicon.library.definitions[view.item.definition])
    var options = call.options
    options.origin = .intake
    let key = options.idempotencyKey ?? "correction-\(view.item.code)-\(ContentDigest.hash(of: report.source.bytes))"
    options.idempotencyKey = key
    do {
      let event = Event.act(InvoiceIntake.correction, input: data, reason: nil)
      var receipt: Answer
      if call.isDryRun {
        receipt = try await call.settle(
          try await call.engine.rehearse(event, on: call.item, as: call.caller, options), on: call.item)
      } else {
        let done = try await call.engine.advance(
          call.item, InvoiceIntake.correction, input: data, as: call.caller, options)
        receipt = try await call.settle(done, on: call.item)
        if case .done(let corrected) = done { receipt = try await keep(report, of: corrected.item, key, receipt, call) }
      }
      guard case .json(let value) = receipt.content else { throw Problem.unexpected }
      receipt.content = .json(["receipt": value, "report": report.json])
      return receipt
    } catch {
      throw Problem.from(error).with("report", report.json)
    }
  }

  private static func fileName(_ report: InvoiceReport) -> String {
    let name = report.source.name.split(separator: "/").last.map { String($0.prefix(80)) } ?? ""
    return name.isEmpty ? "invoice.xml" : name
  }

  // MARK: Following

  static let list = Route(
    .get, "/v1/invoices", "listInvoices", .invoices, en: "Search invoices, newest first", ja: "請求書を検索(新しい順)",
    .scope(.read), query: ItemRoutes.searchParameters, .ok(.invoicePage, en: "A page", ja: "1ページ分"),
    problems: [.invalidCursor, .notFound]
  ) { call in
    var query = try await ItemRoutes.search(call)
    query.workflow = InvoiceIntake.workflow
    let page = try await call.engine.items(query, as: call.caller)
    let shown = ItemRepresentation(lexicon: try await call.engine.lexicon(), caller: call.caller)
    return call.page(page, .items, id: \.item.id) { json($0, shown) }
  }

  static let show = Route(
    .get, "/v1/invoices/{item}", "showInvoice", .invoices,
    en: "An invoice with its status, reasons and actions in the codes of the Peppol Invoice Response",
    ja: "請求書と応答区分・理由・求める対応(Peppol Invoice Responseのコード)", .scope(.read),
    .ok(.invoice, en: "The invoice", ja: "請求書", headers: ["ETag"]), problems: [.notFound]
  ) { call in
    let view = try await call.engine.item(call.item, as: call.caller)
    guard view.item.workflow == InvoiceIntake.workflow else { throw Problem.nothing }
    let shown = ItemRepresentation(lexicon: try await call.engine.lexicon(), caller: call.caller)
    return .json(json(view, shown)).with(.eTag, EntityTag.text(view.item.version))
  }

  private static func json(_ view: ItemView, _ shown: ItemRepresentation) -> JSONValue {
    ["item": shown.json(view), "status": InvoiceIntake.status(view.data)]
  }
}
