import JSON
package import YAML

/// One change of a YAML tree.
package enum TreeEdit: Sendable, Hashable {
  case remove(SitePath)
  /// Puts a value in the place of another; a key that is not there yet is added.
  case put(SitePath, YAMLValue)

  /// The tree after the change. A path that leads nowhere changes nothing.
  func applied(to tree: YAMLValue) -> YAMLValue {
    switch self {
    case .remove(let path): Self.changed(tree, path.parts[...], to: nil)
    case .put(let path, let value): Self.changed(tree, path.parts[...], to: value)
    }
  }

  /// Depth is that of a path that was read from a tree, which `YAMLLimits.depth` bounds.
  private static func changed(_ tree: YAMLValue, _ path: ArraySlice<SitePath.Part>, to value: YAMLValue?) -> YAMLValue {
    guard let first = path.first else { return value ?? .null }
    let rest = path.dropFirst()
    switch (first, tree) {
    case (.key(let name), .mapping(var pairs)):
      let index = pairs.firstIndex { $0.key == name }
      switch (index, rest.isEmpty, value) {
      case (let index?, true, nil): pairs.remove(at: index)
      case (let index?, _, _): pairs[index] = .init(name, changed(pairs[index].value, rest, to: value))
      case (nil, true, let value?): pairs.append(.init(name, value))
      case (nil, _, _): break
      }
      return .mapping(pairs)
    case (.item(let index), .sequence(var items)):
      guard items.indices.contains(index) else { return tree }
      if rest.isEmpty, value == nil {
        items.remove(at: index)
      } else {
        items[index] = changed(items[index], rest, to: value)
      }
      return .sequence(items)
    case (.key, _), (.item, _): return tree
    }
  }
}

extension YAMLValue {
  /// The tree as one YAML document in flow style, which is JSON (YAML 1.2.2, section 1.2), a line an entry.
  var flowText: [UInt8] {
    var bytes: [UInt8] = []
    writeFlow(to: &bytes)
    bytes.append(UInt8(ascii: "\n"))
    return bytes
  }

  private func writeFlow(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += Array("null".utf8)
    case .bool(let flag): bytes += Array((flag ? "true" : "false").utf8)
    case .int(let number): bytes += Array(String(number).utf8)
    case .float(let number): bytes += Array((number.exact ?? ".inf").utf8)
    case .string(let text): JSONText.write(text, to: &bytes)
    case .sequence(let items):
      Self.write(items, "[", "]", to: &bytes) { item, bytes in item.writeFlow(to: &bytes) }
    case .mapping(let pairs):
      Self.write(pairs, "{", "}", to: &bytes) { pair, bytes in
        JSONText.write(pair.key, to: &bytes)
        bytes += Array(": ".utf8)
        pair.value.writeFlow(to: &bytes)
      }
    }
  }

  private static func write<Element>(
    _ elements: [Element], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to bytes: inout [UInt8],
    _ body: (Element, inout [UInt8]) -> Void
  ) {
    bytes.append(UInt8(ascii: open))
    for (index, element) in elements.enumerated() {
      bytes += Array((index == 0 ? "\n" : ",\n").utf8)
      body(element, &bytes)
    }
    bytes.append(UInt8(ascii: close))
  }
}

/// The tree that the mutants of one file share.
final class TreeSource: Sendable {
  let value: YAMLValue

  init(_ value: YAMLValue) { self.value = value }
}
