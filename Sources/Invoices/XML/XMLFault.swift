import Diagnostics

/// Why a document could not be read as XML. Reading stops at the first one.
struct XMLFault: Error {
  enum Kind: Sendable {
    /// Not well-formed.
    case malformed
    /// A document type declaration or an entity of the document's own.
    case entity
    /// Not UTF-8.
    case encoding
    /// Over one of `InvoiceLimits`.
    case limit
  }

  let kind: Kind
  let offset: Int
  let found: String?
  let message: Text

  init(_ kind: Kind, at offset: Int, found: String? = nil, en: String, ja: String) {
    self.kind = kind
    self.offset = offset
    self.found = found
    message = Text(en: en, ja: ja)
  }
}
