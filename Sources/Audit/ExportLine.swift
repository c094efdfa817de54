internal import Postgres

/// A line of `audit export`: one JSON object that holds the entry, its place in the tree and its proof. The first line of
/// an export holds the checkpoint that all proofs lead to.
package struct ExportLine: Sendable {
  package let text: String

  /// `{"checkpoint": <signed note>}`.
  package init(checkpoint: SignedNote) {
    text = "{\"checkpoint\":\(Self.quoted(String(decoding: checkpoint.bytes, as: UTF8.self)))}"
  }

  /// The fields for reading, `encoded` (base64 of the canonical encoding) for verifying, `index`, and `proof` (base64
  /// hashes from the leaf to the root). `body` is JSON as text: exactly the characters that were hashed.
  package init(_ file: InclusionProofFile) throws(FormatError) {
    let entry = try HistoryEntry(parsing: file.entry)
    var members: [(String, String)] = [
      ("index", String(file.index)), ("id", Self.quoted(entry.id.description)),
      ("family", Self.quoted(entry.family.description)),
    ]
    if let item = entry.item { members.append(("item", Self.quoted(item.description))) }
    if let version = entry.version { members.append(("version", String(version))) }
    members.append(("time", String(entry.time)))
    members.append(("event", Self.quoted(entry.event)))
    if let person = entry.person { members.append(("person", Self.quoted(person))) }
    if let position = entry.position { members.append(("position", Self.quoted(position))) }
    if !entry.behalf.isEmpty { members.append(("behalf", Self.list(entry.behalf))) }
    if let role = entry.role { members.append(("role", Self.quoted(role))) }
    if let definition = entry.definition { members.append(("definition", Self.quoted(Hex.encode(definition)))) }
    members.append(("body", Self.quoted(String(decoding: entry.body, as: UTF8.self))))
    members.append(("encoded", Self.quoted(Base64.encode(file.entry))))
    members.append(("proof", Self.list(file.proof.map(\.base64))))
    text = "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }

  private static func list(_ texts: [String]) -> String {
    "[" + texts.map(quoted).joined(separator: ",") + "]"
  }

  /// A JSON string (RFC 8259, section 7).
  private static func quoted(_ text: String) -> String {
    var quoted: [UInt8] = [UInt8(ascii: "\"")]
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): quoted += [UInt8(ascii: "\\"), byte]
      case 0x0a: quoted += Array("\\n".utf8)
      case 0..<0x20: quoted += Array(("\\u00" + Hex.encode([byte])).utf8)
      default: quoted.append(byte)
      }
    }
    quoted.append(UInt8(ascii: "\""))
    return String(decoding: quoted, as: UTF8.self)
  }
}
