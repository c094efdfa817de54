/// Prefixes in force, and the names they give. Source: Namespaces in XML 1.0, third edition.
struct XMLNamespaces {
  struct Binding {
    let prefix: String
    let uri: String
  }

  /// The namespaces of UBL 2.1 and the prefix by which the rules call them.
  private static let known: [String: String] = [
    "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2": "",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2": "cac:",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2": "cbc:",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2": "ext:",
  ]
  private static let xml = "http://www.w3.org/XML/1998/namespace"
  private static let xmlns = "http://www.w3.org/2000/xmlns/"

  private var bindings: [Binding] = [Binding(prefix: "xml", uri: XMLNamespaces.xml)]
  /// How many bindings each open element added.
  private var added: [Int] = []
  private var cache: [String: String] = [:]

  /// The binding that an attribute makes, nil if it is an ordinary attribute.
  static func declaration(_ name: String, _ value: String, at offset: Int) throws(XMLFault) -> Binding? {
    let prefix: String
    if name == "xmlns" {
      prefix = ""
    } else if name.hasPrefix("xmlns:") {
      prefix = String(name.dropFirst(6))
    } else {
      return nil
    }
    let isReserved = prefix == "xmlns" || value == xmlns || (prefix == "xml") != (value == xml)
    guard !isReserved, prefix.isEmpty || !value.isEmpty else {
      throw XMLFault(
        .malformed, at: offset, found: name, en: "\(name) may not be bound to \"\(value)\"",
        ja: "\(name) を「\(value)」に結び付けることはできません")
    }
    return Binding(prefix: prefix, uri: value)
  }

  mutating func open(_ declared: [Binding]) {
    bindings += declared
    added.append(declared.count)
    if !declared.isEmpty { cache = [:] }
  }

  mutating func close() {
    guard let count = added.popLast(), count > 0 else { return }
    bindings.removeLast(count)
    cache = [:]
  }

  mutating func element(_ qualifiedName: String, at offset: Int) throws(XMLFault) -> String {
    if let name = cache[qualifiedName] { return name }
    let (prefix, local) = Self.split(qualifiedName)
    let uri = try uri(of: prefix, at: offset) ?? ""
    let name: String
    if let canonical = Self.known[uri] {
      name = canonical + local
    } else {
      name = uri.isEmpty ? "{}" + local : "{\(uri)}\(local)"
    }
    cache[qualifiedName] = name
    return name
  }

  /// An attribute without prefix is in no namespace.
  func attribute(_ qualifiedName: String, at offset: Int) throws(XMLFault) -> String {
    let (prefix, local) = Self.split(qualifiedName)
    guard !prefix.isEmpty, let uri = try uri(of: prefix, at: offset) else { return local }
    return "{\(uri)}\(local)"
  }

  private func uri(of prefix: String, at offset: Int) throws(XMLFault) -> String? {
    if let binding = bindings.last(where: { $0.prefix == prefix }) { return binding.uri }
    guard prefix.isEmpty else {
      throw XMLFault(
        .malformed, at: offset, found: prefix, en: "the namespace prefix \(prefix) is not declared",
        ja: "名前空間接頭辞 \(prefix) が宣言されていません")
    }
    return nil
  }

  private static func split(_ name: String) -> (prefix: String, local: String) {
    guard let colon = name.firstIndex(of: ":") else { return ("", name) }
    return (String(name[..<colon]), String(name[name.index(after: colon)...]))
  }
}
