import Diagnostics

/// Where the schemas of a document stand: resources by URI, anchors, and the base URI at every schema.
///
/// Only places that a keyword makes a schema are looked at: an `$id` inside `enum` or `const` is data.
struct SchemaRegistry {
  /// A JSON value with the pointer to it from the root of its document.
  struct Place: Hashable {
    let document: Int
    let pointer: String
  }

  struct Site {
    let value: JSONValue
    let base: URIReference
    let resource: Int
  }

  /// Deeper schemas are refused; a parser with its default limits reads none.
  static let depthLimit = 128
  static let siteLimit = 100_000

  private(set) var roots: [JSONValue] = []
  private(set) var sites: [Place: Site] = [:]
  /// Absolute URI without fragment → the root of the resource.
  private(set) var resources: [String: Place] = [:]
  /// `URI#anchor` → the schema.
  private(set) var anchors: [String: Place] = [:]
  /// For each resource, its dynamic anchors.
  private(set) var dynamicAnchors: [[String: Place]] = []
  private(set) var errors: [SchemaError] = []
  /// The places found in the document given by the author, in the order of the walk.
  private(set) var authored: [Place] = []

  /// Walks a document, which keeps the number it is given here.
  mutating func add(_ root: JSONValue, uri: String) -> Place {
    let document = roots.count
    roots.append(root)
    let place = Place(document: document, pointer: "")
    let base = URIReference(uri)
    resources[uri] = place
    dynamicAnchors.append([:])
    walk(root, at: place, base: base, resource: dynamicAnchors.count - 1)
    return place
  }

  /// Walks a schema and those inside it, with a list of its own instead of recursion.
  private mutating func walk(_ value: JSONValue, at place: Place, base: URIReference, resource: Int) {
    var pending: [(value: JSONValue, pointer: String, base: URIReference, resource: Int, depth: Int)] = [
      (value, place.pointer, base, resource, 0)
    ]
    while let next = pending.popLast() {
      let here = Place(document: place.document, pointer: next.pointer)
      guard sites[here] == nil else { continue }
      guard next.depth <= Self.depthLimit, sites.count < Self.siteLimit else {
        let message = Text(
          en: "the schema is too large: at most \(Self.depthLimit) levels and \(Self.siteLimit) schemas",
          ja: "スキーマが大きすぎます。上限は \(Self.depthLimit) 段、\(Self.siteLimit) 個です")
        errors.append(SchemaError(.size, at: next.pointer, message))
        return
      }
      let (base, resource) = identify(next.value, at: here, base: next.base, resource: next.resource)
      sites[here] = Site(value: next.value, base: base, resource: resource)
      if place.document == 0 { authored.append(here) }
      for (child, pointer) in Self.subschemas(of: next.value, at: next.pointer) {
        pending.append((child, pointer, base, resource, next.depth + 1))
      }
    }
  }

  /// Takes `$id` and the anchors of one schema.
  private mutating func identify(
    _ value: JSONValue, at place: Place, base: URIReference, resource: Int
  ) -> (URIReference, Int) {
    guard case .object(let keywords) = value else { return (base, resource) }
    var (base, resource) = (base, resource)
    if let id = keywords["$id"]?.stringValue {
      let resolved = URIReference(id).resolved(against: base)
      if let fragment = resolved.fragment, !fragment.isEmpty {
        errors.append(
          SchemaError(
            .reference, at: place.pointer + "/$id",
            Text(en: "$id has no fragment; found \"#\(fragment)\"", ja: "$id にフラグメント「#\(fragment)」は書けません"),
            help: Text(en: "use $anchor for it", ja: "$anchor を使ってください")))
      }
      base = resolved.withoutFragment
      if place.pointer.isEmpty {
        resources[base.text] = place
      } else {
        if resources.updateValue(place, forKey: base.text) != nil { addRepeated(base.text, place, "$id") }
        dynamicAnchors.append([:])
        resource = dynamicAnchors.count - 1
      }
    }
    for keyword in ["$anchor", "$dynamicAnchor"] {
      guard let name = keywords[keyword]?.stringValue else { continue }
      let full = base.text + "#" + name
      if let other = anchors.updateValue(place, forKey: full), other != place { addRepeated(name, place, keyword) }
      if keyword == "$dynamicAnchor" { dynamicAnchors[resource][name] = place }
    }
    return (base, resource)
  }

  private mutating func addRepeated(_ name: String, _ place: Place, _ keyword: String) {
    guard place.document == 0 else { return }
    errors.append(
      SchemaError(
        .reference, at: place.pointer + "/" + keyword,
        Text(en: "\(keyword) \"\(name)\" stands twice", ja: "\(keyword)「\(name)」が重複しています")))
  }

  /// The schemas directly inside a schema.
  static func subschemas(of schema: JSONValue, at pointer: String) -> [(JSONValue, String)] {
    guard case .object(let keywords) = schema else { return [] }
    var found: [(JSONValue, String)] = []
    // Backwards, because the walk takes the last first: of two equal anchors the later is at fault, every time.
    for (keyword, value) in keywords.sorted(by: { $0.key > $1.key }) {
      let here = JSONPointer.append(pointer, keyword)
      switch value {
      case .object(let members) where SchemaKeywords.maps.contains(keyword):
        found += members.sorted { $0.key > $1.key }.map { ($0.value, JSONPointer.append(here, $0.key)) }
      case .array(let elements) where SchemaKeywords.lists.contains(keyword):
        found += elements.enumerated().map { ($0.element, "\(here)/\($0.offset)") }
      case .object, .bool:
        if SchemaKeywords.single.contains(keyword) { found.append((value, here)) }
      case .null, .number, .string, .array: break
      }
    }
    return found
  }
}

// MARK: - References

extension SchemaRegistry {
  /// The schema that a reference means, read against the base URI of the schema it stands in; nil where none is.
  mutating func find(_ reference: String, from base: URIReference) -> Place? {
    let target = URIReference(reference).resolved(against: base)
    let uri = target.withoutFragment.text
    if resources[uri] == nil, let document = MetaSchema.document(uri) { _ = add(document, uri: uri) }
    guard let root = resources[uri] else { return nil }
    guard let fragment = target.fragment, !fragment.isEmpty else { return root }
    guard let decoded = URIReference.percentDecoded(fragment) else { return nil }
    return decoded.hasPrefix("/") ? descend(decoded, from: root) : anchors[uri + "#" + decoded]
  }

  /// Follows a JSON pointer; a schema under a keyword that holds none otherwise becomes one by being referred to.
  private mutating func descend(_ pointer: String, from root: Place) -> Place? {
    guard let value = roots[root.document].value(at: root.pointer + pointer) else { return nil }
    switch value {
    case .object, .bool: break
    case .null, .number, .string, .array: return nil
    }
    let place = Place(document: root.document, pointer: root.pointer + pointer)
    guard sites[place] == nil else { return place }
    var ancestor = place.pointer
    while !ancestor.isEmpty {
      ancestor = String(ancestor[..<(ancestor.lastIndex(of: "/") ?? ancestor.startIndex)])
      if let site = sites[Place(document: root.document, pointer: ancestor)] {
        walk(value, at: place, base: site.base, resource: site.resource)
        return place
      }
    }
    return nil
  }
}
