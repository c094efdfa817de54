import ArgumentParser
import Diagnostics
import Foundation

struct ItemAttach: UserCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Attach a file to a slot of an item. 文書を添付する。")

  @OptionGroup var item: ItemArgument
  @Argument(help: "The slot. 添付欄。")
  var slot: String
  @Argument(help: "The file; - for standard input. ファイル。")
  var file: String
  @Option(help: "Name of the document, where it is not the file's. 文書名。")
  var name: String?
  @Option(help: "Media type, where the name does not tell it. メディアタイプ。")
  var media: String?
  @OptionGroup var write: WriteFlags
  @OptionGroup var act: ActFlags
  @OptionGroup var user: UserOptions

  private static let limit = 50 << 20

  func validate() throws {
    if file == "-", name == nil {
      throw ValidationError("--name names what comes from standard input / --name で文書名を指定してください")
    }
  }

  func perform(_ session: Session) async throws {
    let name = name ?? URL(filePath: file).lastPathComponent
    let bytes = try InputFile.read(file, limit: Self.limit, session.language)
    let request = APIRequest(
      .post, "/v1/items/\(item.item)/documents", query: [("slot", slot), ("name", name)],
      body: .bytes(bytes, media: media?.lowercased() ?? MediaType.of(name)))
    try session.output.receipt(try await session.send(request, write, act).json())
  }
}

/// Media types of the files that an office exchanges (IANA registry), by the ending of the name.
enum MediaType {
  static func of(_ name: String) -> String {
    let ending = name.split(separator: ".").last?.lowercased() ?? ""
    return types[ending] ?? "application/octet-stream"
  }

  private static let office = "application/vnd.openxmlformats-officedocument."
  private static let types = [
    "pdf": "application/pdf", "txt": "text/plain", "csv": "text/csv", "md": "text/markdown", "xml": "application/xml",
    "json": "application/json", "yaml": "application/yaml", "yml": "application/yaml", "zip": "application/zip",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "tif": "image/tiff", "tiff": "image/tiff",
    "docx": office + "wordprocessingml.document", "xlsx": office + "spreadsheetml.sheet",
    "pptx": office + "presentationml.presentation", "odt": "application/vnd.oasis.opendocument.text",
    "ods": "application/vnd.oasis.opendocument.spreadsheet", "doc": "application/msword",
    "xls": "application/vnd.ms-excel", "ppt": "application/vnd.ms-powerpoint", "eml": "message/rfc822",
  ]
}
