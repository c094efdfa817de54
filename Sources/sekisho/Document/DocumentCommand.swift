import ArgumentParser
import Diagnostics
import Foundation
import JSON
import Workflows

struct DocumentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "document", abstract: "Documents of items. 案件の文書。", subcommands: [DocumentList.self, DocumentGet.self])
}

struct DocumentList: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "Documents of an item, by slot. 案件の文書一覧。")

  @OptionGroup var item: ItemArgument
  @OptionGroup var user: UserOptions

  private static let columns = [
    Column("slot", en: "Slot", ja: "添付欄"), Column("name", en: "Name", ja: "文書名"),
    Column("media", en: "Type", ja: "形式"), Column("size", en: "Bytes", ja: "バイト数", .amount),
    Column("at", en: "Attached", ja: "添付日時", .moment), Column("by", en: "By", ja: "添付者"),
    Column("sha256", en: "SHA-256", ja: "SHA-256"),
  ]

  func perform(_ session: Session) async throws {
    let answer = try await session.client.get("/v1/items/\(item.item)/documents").json()
    try session.output.list(["data": .array(Self.rows(answer))], Self.columns)
  }

  /// One row a document, with its slot; within a slot in the order of attaching.
  static func rows(_ answer: JSONValue) -> [JSONValue] {
    (answer["data"]?.objectValue ?? [:]).sorted { $0.key < $1.key }.flatMap { slot, facts in
      (facts.arrayValue ?? []).map { fact in
        var members = fact.objectValue ?? [:]
        members["slot"] = .string(slot)
        return .object(members)
      }
    }
  }
}

struct DocumentGet: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "Download a document; its content is checked. 文書を取得する(内容を検証)。")

  @OptionGroup var item: ItemArgument
  @Argument(help: "Slot (its last document), name, or the beginning of the SHA-256. 添付欄・文書名・SHA-256の先頭。")
  var document: String
  @Option(help: "File to write, - for standard output; the document's own name unless told. 保存先。")
  var to: String?
  @Flag(help: "Write over a file that is there. 既存のファイルに上書きする。")
  var force = false
  @OptionGroup var user: UserOptions

  func perform(_ session: Session) async throws {
    let list = try await session.client.get("/v1/items/\(item.item)/documents").json()
    let fact = try found(DocumentList.rows(list))
    let hash = fact["sha256"]?.stringValue ?? ""
    let bytes = try await session.client.get("/v1/items/\(item.item)/documents/\(hash)").bytes
    guard ContentDigest.hash(of: bytes).description == hash else {
      throw CommandFailure(
        Exit.failure, Text(en: "what arrived is not the document: its SHA-256 differs", ja: "受信した内容のSHA-256が一致しません"))
    }
    if to == "-" { return Terminal.out(bytes) }
    let path = to ?? Self.harmlessName(fact["name"]?.stringValue ?? "")
    guard force || !FileManager.default.fileExists(atPath: path) else {
      throw CommandFailure(
        Exit.failure, Text(en: "\(path) is there already", ja: "\(path)は既にあります"),
        hint: Text(en: "name another file with --to, or --force", ja: "--to で別名を指定するか、--force を付けてください"))
    }
    do {
      try Data(bytes).write(to: URL(filePath: path), options: .atomic)
    } catch {
      throw CommandFailure(Exit.failure, Text(en: "cannot write \(path)", ja: "\(path)に書き込めません"))
    }
    var answer = fact.objectValue ?? [:]
    answer["file"] = .string(path)
    try session.output.record(
      .object(answer),
      [
        Column("file", en: "File", ja: "ファイル"), Column("size", en: "Bytes", ja: "バイト数", .amount),
        Column("sha256", en: "SHA-256", ja: "SHA-256"),
      ])
  }

  private func found(_ rows: [JSONValue]) throws(CommandFailure) -> JSONValue {
    if let last = rows.last(where: { $0["slot"]?.stringValue == document }) { return last }
    if let last = rows.last(where: { $0["name"]?.stringValue == document }) { return last }
    let hashed = document.count >= 6 ? rows.filter { $0["sha256"]?.stringValue?.hasPrefix(document) ?? false } : []
    guard let first = hashed.first else {
      let names = rows.compactMap { $0["slot"]?.stringValue } + rows.compactMap { $0["name"]?.stringValue }
      let near = Suggestion.nearest(to: document, in: names)
      throw CommandFailure(
        Exit.notFound, Text(en: "the item has no document \(document)", ja: "文書「\(document)」はありません"),
        hint: near.map { Text(en: "did you mean \($0)?", ja: "「\($0)」ではありませんか") })
    }
    guard hashed.allSatisfy({ $0["sha256"] == first["sha256"] }) else {
      throw CommandFailure(
        Exit.usage, Text(en: "\(document) begins several hashes", ja: "「\(document)」で始まる文書が複数あります"))
    }
    return first
  }

  /// A name from elsewhere must not lead out of the folder, hide or steer.
  static func harmlessName(_ name: String) -> String {
    let last = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map { String($0) } ?? ""
    let visible = String(last.unicodeScalars.map { String($0).safeForTerminal() == String($0) ? Character($0) : "_" })
    let name = String(visible.drop { $0 == "." || $0 == "-" })
    return name.isEmpty ? "document" : name
  }
}
