import Diagnostics
import Engine
import HTTPTypes
import JSON
import Workflows

/// Files of an item, named by their content.
enum DocumentRoutes {
  static let all = [list, attach, download]

  static let list = Route(
    .get, "/v1/items/{item}/documents", "listDocuments", .items, en: "Documents by slot", ja: "添付欄ごとの文書", .scope(.read),
    .ok(.documentSlots, en: "The documents that the caller may see", ja: "閲覧できる文書"), problems: [.notFound]
  ) { call in
    let view = try await call.engine.item(call.item, as: call.caller)
    return .json(["data": ItemRepresentation.json(view.documents)])
  }

  static let attach = Route(
    .post, "/v1/items/{item}/documents", "attachDocument", .items,
    en: "Attach a file: the body is the file, Content-Type its form", ja: "ファイルを添付(本文がファイル、Content-Typeが形式)",
    .scope(.write),
    query: [
      QueryParameter("slot", .text(max: 100), required: true, en: "Slot", ja: "添付欄"),
      QueryParameter("name", .text(max: 255), required: true, en: "File name", ja: "ファイル名"),
    ],
    body: .raw(max: 50 << 20, media: ["*/*"]), write: .versioned, .receipt,
    problems: [.notFound, .denied, .invalid]
  ) { call in
    let slot = SlotName(call.query.text("slot") ?? "")
    let name = call.query.text("name") ?? ""
    let (content, media) = (call.body.bytes, call.body.media)
    let fact = DocumentFact(
      sha256: ContentDigest.hash(of: content), name: name, media: media, size: content.count,
      at: Instant(microseconds: 0), by: call.caller.person)
    return try await call.write(.attach(slot, fact)) { () async throws(EngineError) in
      try await call.engine.attach(
        call.item, slot: slot, name: name, media: media, content: content, as: call.caller, call.options)
    }
  }

  static let download = Route(
    .get, "/v1/items/{item}/documents/{sha256}", "getDocument", .items, en: "Download a document", ja: "文書を取得",
    .scope(.read),
    .bytes(
      "*/*", en: "The file, always as an attachment", ja: "ファイル(添付として)", headers: ["ETag", "Content-Disposition"]),
    problems: [.notFound]
  ) { call in
    guard let hash = ContentHash(hex: call.name(.sha256)) else { throw Problem.nothing }
    let (fact, content) = try await call.engine.document(call.item, sha256: hash, as: call.caller)
    return Answer(.ok, .bytes(content, media: fact.media))
      .with(.eTag, "\"sha256-\(hash)\"")
      .with(.contentDisposition, disposition(fact.name))
  }

  /// RFC 6266 with RFC 8187: Japanese names arrive whole, and nothing in a name can end the header.
  private static func disposition(_ name: String) -> String {
    let plain = String(
      name.unicodeScalars.map { scalar in
        let isSafe =
          scalar.isASCII && scalar.value >= 0x20 && scalar.value < 0x7F && scalar != "\"" && scalar != "\\"
          && scalar != "/"
        return isSafe ? Character(scalar) : "_"
      })
    return "attachment; filename=\"\(plain)\"; filename*=UTF-8''\(PercentCoding.encode(name))"
  }
}
