package import Diagnostics

/// Reads the fields of one mapping by name and remembers which were asked for.
///
/// A class because readings of fields in one initialiser share that memory; it lives no longer than the reading.
package final class FieldReader {
  /// The mapping in the file.
  package let location: Location
  package let context: ReadingContext
  private let mapping: YAMLMapping
  private var asked: [String] = []
  private var known: Set<String> = []

  init(_ mapping: YAMLMapping, _ location: Location, _ context: ReadingContext) {
    self.mapping = mapping
    self.location = location
    self.context = context
  }

  /// Whether the key is there; does not count as reading it.
  package func has(_ name: String) -> Bool { mapping[name] != nil }

  /// A field that must be there; nil after a report.
  package func required<Value>(_ name: String, _ reading: YAMLReading<Value>) -> Value? {
    ask(name)
    guard let entry = mapping.entry(name) else {
      context.report(
        .missingField, Text(en: "the field \"\(name)\" is missing", ja: "項目「\(name)」がありません"), at: context.owner,
        help: Text(en: "add \"\(name):\" with \(reading.expected.en)", ja: "「\(name):」に\(reading.expected.ja)を書いてください"))
      return nil
    }
    return context.field(entry, reading)?.value
  }

  /// A field that may be left out; nil too after a report.
  package func optional<Value>(_ name: String, _ reading: YAMLReading<Value>) -> Value? {
    ask(name)
    return mapping.entry(name).flatMap { context.field($0, reading)?.value }
  }

  /// A field with a value to use where it is left out or was reported.
  package func optional<Value>(_ name: String, _ reading: YAMLReading<Value>, default value: Value) -> Value {
    optional(name, reading) ?? value
  }

  /// Exactly one of several fields, such as the kinds of an effect; nil after a report.
  package func exactlyOne<Value>(of alternatives: KeyValuePairs<String, YAMLReading<Value>>) -> Value? {
    let names = alternatives.map(\.key)
    for name in names { ask(name) }
    let present = alternatives.filter { has($0.key) }
    guard let first = present.first else {
      // A misspelt alternative is reported as an unknown field, with its suggestion.
      guard mapping.entries.allSatisfy({ known.contains($0.key.text) }) else { return nil }
      context.report(
        .missingField,
        Text(
          en: "one of the fields \(names.joined(separator: ", ")) is needed",
          ja: "\(names.joined(separator: "、")) のいずれかの項目が必要です"), at: context.owner)
      return nil
    }
    refuseTogether(present.map(\.key))
    return mapping.entry(first.key).flatMap { context.field($0, first.value)?.value }
  }

  /// Reports fields that stand together though they exclude one another; does not count as reading them.
  package func atMostOne(of names: String...) { refuseTogether(names.filter { has($0) }) }

  /// Every field not asked for so far, as a dictionary: for records that are open.
  package func others<Value>(_ reading: YAMLReading<Value>) -> [YAMLField<Value>] {
    let rest = mapping.entries.filter { !known.contains($0.key.text) }
    known.formUnion(rest.map(\.key.text))
    return rest.compactMap { context.field($0, reading) }
  }

  /// Reports a rule of the record itself, under `field` if it is there.
  package func report(_ code: String, _ message: Text, at field: String? = nil, help: Text? = nil) {
    let place = field.flatMap { mapping.entry($0)?.value.location } ?? context.owner
    context.report(code, message, at: place, help: help)
  }

  private func ask(_ name: String) {
    asked.append(name)
    known.insert(name)
  }

  private func refuseTogether(_ names: [String]) {
    guard names.count > 1, let first = names.first, let second = mapping.entry(names[1]) else { return }
    context.report(
      .exclusiveFields,
      Text(
        en: "the fields \(names.joined(separator: ", ")) exclude one another",
        ja: "\(names.joined(separator: "、")) は同時に書けません"), at: second.key.location,
      help: Text(en: "keep \"\(first)\" or one of the others", ja: "「\(first)」かほかの一つだけにしてください"))
  }

  func reportUnknown() {
    for entry in mapping.entries where !known.contains(entry.key.text) {
      guard !context.findings.isFull else { return }
      let name = entry.key.text
      let missing = asked.filter { !has($0) }
      var help = Text(
        en: "known fields: " + asked.sorted().joined(separator: ", "),
        ja: "使える項目：" + asked.sorted().joined(separator: "、"))
      if let near = Suggestion.nearest(to: name, in: missing) ?? Suggestion.nearest(to: name, in: asked) {
        help = Text(en: "did you mean \"\(near)\"?", ja: "「\(near)」ではありませんか")
      }
      context.report(
        .unknownField, Text(en: "unknown field \"\(name.shortened)\"", ja: "未知の項目「\(name.shortened)」です"),
        at: entry.key.location, help: help
      )
    }
  }
}
