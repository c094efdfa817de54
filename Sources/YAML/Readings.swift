import Diagnostics

extension YAMLReading where Value == YAMLNode {
  /// Anything, kept as it is.
  package static var node: YAMLReading { YAMLReading(Text(en: "a value", ja: "値")) { node, _ in node } }
}

extension YAMLReading where Value == YAMLValue {
  /// Anything, as a tree without places: data, JSON Schema.
  package static var value: YAMLReading { YAMLReading(Text(en: "a value", ja: "値")) { node, _ in node.value } }
}

extension YAMLReading where Value == YAMLScalar {
  /// Any scalar but null, whatever it resolves to: the text of an expression (`true`, `1 + 1`) with its places.
  package static var scalar: YAMLReading {
    YAMLReading(Text(en: "a value on one line or a block of text", ja: "一つの値または文章")) { node, context in
      if let scalar = node.scalar, scalar.value != .null { return scalar }
      context.refuse(node, Text(en: "a single value", ja: "一つの値"))
      return nil
    }
  }
}

extension YAMLReading where Value == String {
  package static var string: YAMLReading {
    let expected = Text(en: "a string", ja: "文字列")
    return YAMLReading(expected) { node, context in
      if case .string(let text) = node.scalar?.value { return text }
      context.refuse(node, expected)
      return nil
    }
  }

  /// A string of so many characters.
  package static func string(length: ClosedRange<Int>) -> YAMLReading {
    let expected = Text(
      en: "a string of \(length.lowerBound) to \(length.upperBound) characters",
      ja: "\(length.lowerBound)〜\(length.upperBound) 文字の文字列")
    return string.checked(expected) { length.contains($0.count) }
  }
}

extension YAMLReading where Value == Bool {
  package static var bool: YAMLReading {
    let expected = Text(en: "true or false", ja: "true または false")
    return YAMLReading(expected) { node, context in
      if case .bool(let bool) = node.scalar?.value { return bool }
      context.refuse(node, expected)
      return nil
    }
  }
}

extension YAMLReading where Value == Int {
  package static func int(_ range: ClosedRange<Int> = Int.min...Int.max) -> YAMLReading {
    let isOpen = range == Int.min...Int.max
    let expected =
      isOpen
      ? Text(en: "an integer", ja: "整数")
      : Text(
        en: "an integer from \(range.lowerBound) to \(range.upperBound)",
        ja: "\(range.lowerBound)〜\(range.upperBound) の整数")
    return YAMLReading(expected) { node, context in
      if case .int(let value) = node.scalar?.value {
        if let value = Int(exactly: value), range.contains(value) { return value }
        context.refuse(node, expected, code: .outOfRange)
      } else {
        context.refuse(node, expected)
      }
      return nil
    }
  }
}

extension YAMLReading {
  /// One of the raw values of an enumeration.
  package static func word(_ type: Value.Type) -> YAMLReading
  where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    let words = Value.allCases.map(\.rawValue)
    let expected = Text(
      en: "one of " + words.joined(separator: ", "), ja: words.joined(separator: "、") + " のいずれか")
    return YAMLReading(expected) { node, context in
      guard let scalar = node.scalar, scalar.value != .null else {
        context.refuse(node, expected)
        return nil
      }
      if let value = Value(rawValue: scalar.text) { return value }
      context.refuseWord(scalar.text, words, Text(en: "is not \(expected.en)", ja: "は使えません"), node.location)
      return nil
    }
  }

  /// A record with known fields.
  package static func record(_ type: Value.Type) -> YAMLReading where Value: YAMLRecord {
    record { Value($0) }
  }

  package static func record(_ body: @escaping (FieldReader) -> Value?) -> YAMLReading {
    let expected = Text(en: "a mapping with fields", ja: "項目を持つマッピング")
    return YAMLReading(expected) { node, context in
      guard let mapping = node.mapping else {
        context.refuse(node, expected)
        return nil
      }
      let fields = FieldReader(mapping, node.location, context)
      let value = body(fields)
      fields.reportUnknown()
      return value
    }
  }

  /// A list; items that cannot be read are reported and left out.
  package static func list<Item>(of item: YAMLReading<Item>, atLeast count: Int = 0) -> YAMLReading
  where Value == [Item] {
    let expected = Text(en: "a list", ja: "リスト")
    return YAMLReading(expected) { node, context in
      guard let items = node.sequence else {
        context.refuse(node, expected)
        return nil
      }
      if items.count < count {
        context.refuse(node, Text(en: "a list of \(count) or more", ja: "\(count) 個以上のリスト"), code: .outOfRange)
      }
      return items.enumerated().compactMap { index, value in
        item.read(value, context.entering(context.path.item(index), owner: value.location))
      }
    }
  }

  /// A list, or one item for a list of one.
  package static func oneOrMore<Item>(of item: YAMLReading<Item>) -> YAMLReading where Value == [Item] {
    let expected = Text(en: "\(item.expected.en), or a list", ja: "\(item.expected.ja)、またはそのリスト")
    return YAMLReading(expected) { node, context in
      if node.sequence != nil { return list(of: item, atLeast: 1).read(node, context) }
      return item.read(node, context).map { [$0] }
    }
  }

  /// A mapping whose keys are names that the author chooses, in the order of the file.
  package static func dictionary<Item>(of item: YAMLReading<Item>) -> YAMLReading where Value == [YAMLField<Item>] {
    let expected = Text(en: "a mapping", ja: "マッピング")
    return YAMLReading(expected) { node, context in
      guard let mapping = node.mapping else {
        context.refuse(node, expected)
        return nil
      }
      return mapping.entries.compactMap { context.field($0, item) }
    }
  }

  /// Different readings for a scalar, a list and a mapping; a kind without a reading is refused.
  package static func byKind(
    scalar: YAMLReading? = nil, sequence: YAMLReading? = nil, mapping: YAMLReading? = nil
  ) -> YAMLReading {
    let known = [scalar, sequence, mapping].compactMap { $0?.expected }
    let expected = Text(
      en: known.map(\.en).joined(separator: " or "), ja: known.map(\.ja).joined(separator: "または"))
    return YAMLReading(expected) { node, context in
      let reading =
        switch node.content {
        case .scalar: node.isNull ? nil : scalar
        case .sequence: sequence
        case .mapping: mapping
        }
      if let reading { return reading.read(node, context) }
      context.refuse(node, expected)
      return nil
    }
  }
}

extension ReadingContext {
  func field<Item>(_ entry: YAMLMapping.Entry, _ item: YAMLReading<Item>) -> YAMLField<Item>? {
    let name = Located(entry.key.text, at: entry.key.location)
    let inner = entering(path.key(name.value), owner: entry.key.location)
    return item.read(entry.value, inner).map { YAMLField(name: name, value: $0) }
  }

  /// "expected a list, found the number 12".
  func refuse(_ node: YAMLNode, _ expected: Text, code: YAMLCode = .wrongKind) {
    guard !findings.isFull else { return }
    let found = Self.found(node)
    report(
      code,
      Text(en: "expected \(expected.en), found \(found.en)", ja: "\(expected.ja)が必要ですが、\(found.ja)があります"),
      at: node.location.span.lower == node.location.span.upper ? owner : node.location, help: Self.slip(node, expected))
  }

  func refuseWord(_ word: String, _ known: some Sequence<String>, _ complaint: Text, _ location: Location) {
    guard !findings.isFull else { return }
    var help: Text?
    if let near = Suggestion.nearest(to: word, in: known) {
      help = Text(en: "did you mean \"\(near)\"?", ja: "「\(near)」ではありませんか")
    }
    report(
      .unknownWord, Text(en: "\"\(word.shortened)\" \(complaint.en)", ja: "「\(word.shortened)」\(complaint.ja)"),
      at: location, help: help)
  }

  private static func found(_ node: YAMLNode) -> Text {
    guard let scalar = node.scalar else {
      return node.sequence == nil ? Text(en: "a mapping", ja: "マッピング") : Text(en: "a list", ja: "リスト")
    }
    let shown = scalar.text.shortened
    switch scalar.value {
    case .null: return Text(en: "no value", ja: "空の値")
    case .bool: return Text(en: "the boolean \(shown)", ja: "真偽値 \(shown) ")
    case .int, .float: return Text(en: "the number \(shown)", ja: "数 \(shown) ")
    case .string: return Text(en: "the string \"\(shown)\"", ja: "文字列「\(shown)」")
    }
  }

  /// The usual slips: a number where a string is meant, a colon without a space.
  private static func slip(_ node: YAMLNode, _ expected: Text) -> Text? {
    guard let scalar = node.scalar, scalar.style == .plain else { return nil }
    switch scalar.value {
    case .bool, .int, .float:
      guard expected.en.contains("string") else { return nil }
      return Text(en: "quote it: \"\(scalar.text.shortened)\"", ja: "\"\(scalar.text.shortened)\" のように引用符で囲んでください")
    case .string:
      guard expected.en.contains("mapping"), scalar.text.contains(":") else { return nil }
      return Text(en: "put a space after the ':'", ja: "':' の後に空白を入れてください")
    case .null: return Text(en: "write a value, or remove the key", ja: "値を書くか、キーを取り除いてください")
    }
  }
}
