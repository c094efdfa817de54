import Diagnostics

/// The version of an item as an entity tag (RFC 9110 section 8.8.3): strong, because one version has one content for
/// one reader.
enum EntityTag {
  static func text(_ version: Int64) -> String { "\"\(version)\"" }

  /// What `If-Match` expects: nil where the header is missing or `*`.
  static func expected(_ header: String?) throws(Problem) -> Int64? {
    guard let value = header?.trimmed, value != "*" else { return nil }
    guard value.count >= 3, value.hasPrefix("\""), value.hasSuffix("\""),
      let version = Int64(value.dropFirst().dropLast()), version > 0, !value.contains("+")
    else {
      throw Problem(
        .invalidHeader,
        Text(
          en: "If-Match takes the ETag of the item as it was read, such as \"7\"",
          ja: "If-Matchには読み取ったETag(例:\"7\")を一つ指定してください"))
    }
    return version
  }
}
