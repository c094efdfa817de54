import Diagnostics

extension XMLReader {
  mutating func startTag() throws(XMLFault) {
    let start = at
    at += 1
    let qualifiedName = try name(qualified: true)
    var raw: [(name: String, value: String, offset: Int)] = []
    var declared: [XMLNamespaces.Binding] = []
    while true {
      let spaced = skipSpace()
      guard let byte = peek(), byte != UInt8(ascii: ">"), byte != UInt8(ascii: "/") else { break }
      guard spaced else {
        throw XMLFault(
          .malformed, at: at, found: excerpt(), en: "white space is expected before an attribute",
          ja: "属性の前には空白が必要です")
      }
      let offset = at
      let name = try name(qualified: true)
      skipSpace()
      try expect(UInt8(ascii: "="))
      skipSpace()
      let value = try quoted()
      guard raw.count + declared.count < limits.attributes else {
        throw XMLFault(
          .limit, at: offset, found: ">\(limits.attributes)",
          en: "an element has more than \(limits.attributes) attributes",
          ja: "一つの要素の属性が \(limits.attributes) 個を超えています")
      }
      if let binding = try XMLNamespaces.declaration(name, value, at: offset) {
        guard !declared.contains(where: { $0.prefix == binding.prefix }) else { throw twice(name, offset) }
        declared.append(binding)
      } else {
        raw.append((name, value, offset))
      }
    }
    namespaces.open(declared)
    let name = try namespaces.element(qualifiedName, at: start)
    let attributes = try resolve(raw)
    let isEmpty = peek() == UInt8(ascii: "/")
    if isEmpty { at += 1 }
    try expect(UInt8(ascii: ">"))
    try builder.open(name: name, qualifiedName: qualifiedName, attributes: attributes, startTag: Span(start, at))
    if isEmpty {
      namespaces.close()
      builder.close(end: at)
    }
  }

  private func resolve(
    _ raw: [(name: String, value: String, offset: Int)]
  ) throws(XMLFault) -> [XMLAttribute] {
    var attributes: [XMLAttribute] = []
    for (name, value, offset) in raw {
      let name = try namespaces.attribute(name, at: offset)
      guard !attributes.contains(where: { $0.name == name }) else { throw twice(name, offset) }
      attributes.append(XMLAttribute(name: name, value: value))
    }
    return attributes
  }

  private func twice(_ name: String, _ offset: Int) -> XMLFault {
    XMLFault(
      .malformed, at: offset, found: name, en: "the attribute \(name) is given twice", ja: "属性 \(name) が二度書かれています")
  }

  mutating func endTag() throws(XMLFault) {
    let start = at
    at += 2
    let name = try name(qualified: true)
    guard name == builder.openName else {
      throw XMLFault(
        .malformed, at: start, found: "</\(name)>", en: "</\(name)> closes nothing: </\(builder.openName)> is expected",
        ja: "</\(name)> に対応する開始タグがありません(</\(builder.openName)> が必要です)")
    }
    skipSpace()
    try expect(UInt8(ascii: ">"))
    namespaces.close()
    builder.close(end: at)
  }

  /// An attribute's value: references resolved, line breaks and tabs as spaces (XML 1.0, section 3.3.3).
  mutating func quoted() throws(XMLFault) -> String {
    guard let quote = peek(), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      throw XMLFault(
        .malformed, at: at, found: excerpt(), en: "an attribute's value is expected in quotes", ja: "属性の値は引用符で囲みます")
    }
    let start = at
    at += 1
    var value: [UInt8] = []
    while let byte = peek() {
      guard value.count <= limits.attributeBytes else {
        throw XMLFault(
          .limit, at: start, found: ">\(limits.attributeBytes)",
          en: "an attribute's value is longer than \(limits.attributeBytes) bytes",
          ja: "属性の値が \(limits.attributeBytes) バイトを超えています")
      }
      switch byte {
      case quote:
        at += 1
        return String(decoding: value, as: UTF8.self)
      case UInt8(ascii: "<"):
        throw XMLFault(
          .malformed, at: at, en: "\"<\" is not allowed in an attribute's value", ja: "属性の値に「<」は書けません")
      case UInt8(ascii: "&"):
        value.append(contentsOf: String(try reference()).utf8)
      case 0x0D:
        value.append(0x20)
        at += at + 1 < bytes.count && bytes[at + 1] == 0x0A ? 2 : 1
      case 0x09, 0x0A:
        value.append(0x20)
        at += 1
      default:
        value.append(byte)
        at += 1
      }
    }
    throw XMLFault(.malformed, at: start, en: "an attribute's value is never closed", ja: "属性の値が閉じられていません")
  }
}
