import Diagnostics

/// Supporting documents (ibg-24).
enum AttachmentRules {
  static let rules: [Rule] = [
    .pint(
      "ibr-052", .attachments, .references, "A supporting document (ibg-24) has a reference (ibt-122).",
      "添付書類(ibg-24)には参照番号(ibt-122)が必要です。",
      .required("cbc:ID", in: .all("cac:AdditionalDocumentReference"))),
    .pint(
      "ibr-sr-33", .attachments, .references, "A supporting document has at most one description (ibt-123).",
      "添付書類の説明(ibt-123)は 1 個までです。",
      .single("cbc:DocumentDescription", in: .all("cac:AdditionalDocumentReference"))),
    .pint(
      "ibr-074", .attachments, .other, "An attached file states its media type (ibt-125-1).",
      "添付ファイルには MIME コード(ibt-125-1)が必要です。", .attribute("mimeCode", of: files)),
    .pint(
      "ibr-075", .attachments, .other, "An attached file states its file name (ibt-125-2).",
      "添付ファイルにはファイル名(ibt-125-2)が必要です。", .attribute("filename", of: files)),
    .pint(
      "ibr-cl-24", .attachments, .other, "The media type of an attached file (ibt-125-1) is one that Peppol allows.",
      "添付ファイルの MIME コード(ibt-125-1)は Peppol が認めるものに限ります。",
      .coded("mimeCode", of: files, .mediaTypes)),
    .ours(
      "SEK-ATT-001", .attachments, .other, "An attached file is encoded in Base64.", "添付ファイルは Base64 で符号化します。",
      basis: "xs:base64Binary, as UBL 2.1 types it",
      .each(files) { inspection, file in
        guard !file.value.isEmpty, !isBase64(file.value) else { return }
        inspection.refuse(file, expected: Text(en: "Base64 text", ja: "Base64 の文字列"))
      }),
  ]

  private static let files = Scope.all("cbc:EmbeddedDocumentBinaryObject")

  /// Groups of four characters, padding only at the end, white space anywhere.
  static func isBase64(_ text: String) -> Bool {
    var count = 0
    var padding = 0
    for byte in text.utf8 where !XMLCharacters.isSpace(byte) {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"):
        guard padding == 0 else { return false }
      case UInt8(ascii: "="): padding += 1
      default: return false
      }
      count += 1
    }
    return count.isMultiple(of: 4) && padding <= 2
  }
}
