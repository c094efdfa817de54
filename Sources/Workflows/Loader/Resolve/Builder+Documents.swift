import Diagnostics
import YAML

extension DefinitionBuilder {
  func document(_ field: YAMLField<DocumentDraft>) -> DocumentSlot {
    let draft = field.value
    findings.twice(draft.media)
    for media in draft.media where !Self.isMediaType(media.value) {
      findings.report(
        .media, Text(en: "\"\(media.value)\" is no media type", ja: "「\(media.value)」はメディアタイプではありません"),
        at: media.location,
        help: Text(en: "write it as application/pdf (RFC 6838)", ja: "application/pdf のように書いてください（RFC 6838）"))
    }
    return DocumentSlot(
      name: SlotName(field.name.value), title: draft.title, media: draft.media.map(\.value),
      by: vocabulary.resolve(draft.by, .role), maxSize: draft.maxSize, maxCount: draft.maxCount,
      visible: draft.visible.map { vocabulary.audience($0) }, isSubstantive: draft.isSubstantive)
  }

  /// `type/subtype` of RFC 6838 section 4.2, in small letters, without parameters.
  private static func isMediaType(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    return parts.allSatisfy { part in
      guard let first = part.utf8.first, part.utf8.count <= 127 else { return false }
      return isNameByte(first, isFirst: true) && part.utf8.dropFirst().allSatisfy { isNameByte($0, isFirst: false) }
    }
  }

  private static func isNameByte(_ byte: UInt8, isFirst: Bool) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), 0x30...0x39: true
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "&"), UInt8(ascii: "-"),
      UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "+"):
      !isFirst
    default: false
    }
  }
}
