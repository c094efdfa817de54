package import Diagnostics
import JSON
import YAML

/// Reads a parameter: values by day and keys, each of which must satisfy the parameter's own schema.
package func loadParameter(_ file: SourceFile) -> (parameter: Parameter?, diagnostics: [Diagnostic]) {
  let findings = Findings()
  guard let node = FileKind.parameter.document(file, findings),
    let draft = YAMLReading.record(ParameterDraft.self).read(document: node, findings)
  else { return (nil, findings.diagnostics.inReadingOrder()) }
  let parameter = ParameterBuilder(draft: draft, findings: findings).parameter()
  let diagnostics = findings.diagnostics.inReadingOrder()
  return (findings.hasErrors ? nil : parameter, diagnostics)
}

struct ParameterDraft: YAMLRecord {
  struct PeriodDraft: YAMLRecord {
    let from: Located<Day>
    let to: Located<Day>?
    let source: String?
    let value: YAMLNode?
    let table: YAMLNode?
    let location: Location

    init?(_ fields: FieldReader) {
      let from = fields.required("from", .located(.day))
      to = fields.optional("to", .located(.day))
      source = fields.optional("source", .string)
      value = fields.optional("value", .node)
      table = fields.optional("table", .node)
      location = fields.context.owner
      guard let from else { return nil }
      self.from = from
    }
  }

  let name: LocatedName
  let title: Text
  let value: YAMLNode?
  let keys: [YAMLField<[LocatedName]>]
  let periods: [PeriodDraft]

  init?(_ fields: FieldReader) {
    name = fields.required("parameter", .located(.string)) ?? Located("", at: fields.context.owner)
    title = fields.required("title", .bilingual) ?? .missing
    _ = fields.optional("description", .bilingual)
    _ = fields.optional("source", .string)
    value = fields.required("value", .node)
    keys = fields.optional("keys", .dictionary(of: .list(of: .located(.string), atLeast: 1)), default: [])
    periods = fields.required("values", .list(of: .record(PeriodDraft.self), atLeast: 1)) ?? []
  }
}

struct ParameterBuilder {
  let draft: ParameterDraft
  let findings: Findings

  func parameter() -> Parameter? {
    NameForm.kebab.check(draft.name, findings)
    for key in draft.keys {
      NameForm.snake.check(key.name, findings)
      findings.twice(key.value)
    }
    checkOrder()
    guard let node = draft.value else { return nil }
    let schema = node.json(findings)
    let validator = SchemaCompiler.compile(schema, at: node, findings)
    let periods = draft.periods.map { period in
      Parameter.Period(
        from: period.from.value, to: period.to?.value, source: period.source, table: table(period, validator))
    }
    return Parameter(
      name: ParameterName(draft.name.value), title: draft.title, schema: schema,
      keys: draft.keys.map { .init(name: $0.name.value, values: $0.value.map(\.value)) }, periods: periods)
  }

  private func checkOrder() {
    var before: ParameterDraft.PeriodDraft?
    for period in draft.periods {
      if let to = period.to, to.value < period.from.value {
        findings.report(
          .dayOrder, Text(en: "the period ends before it starts", ja: "期間の終わりが始まりより前です"), at: to.location,
          help: Text(en: "\"to\" is the last day in force", ja: "「to」は適用される最後の日です"))
      }
      if let before, period.from.value <= before.from.value {
        findings.report(
          .dayOrder,
          Text(
            en: "periods stand in the order of their days; this one starts no later than the one before",
            ja: "期間は日付の順に書きます。この期間は前の期間より後に始まっていません"), at: period.from.location,
          notes: [.init(Text(en: "the one before", ja: "前の期間"), at: before.from.location)],
          help: Text(en: "sort the periods by \"from\"", ja: "「from」の順に並べてください"))
      } else if let to = before?.to, period.from.value <= to.value {
        findings.report(
          .dayOrder,
          Text(en: "the period overlaps the one before, which ends on \(to.value)", ja: "\(to.value) に終わる前の期間と重なっています"),
          at: period.from.location, notes: [.init(Text(en: "the end before", ja: "前の期間の終わり"), at: to.location)],
          help: Text(en: "start on \(to.value.adding(days: 1)) or later", ja: "\(to.value.adding(days: 1)) 以後に始めてください"))
      }
      before = period
    }
  }

  private func table(_ period: ParameterDraft.PeriodDraft, _ validator: JSONSchema?) -> JSONValue {
    let wanted = draft.keys.isEmpty ? "value" : "table"
    let (node, other) = draft.keys.isEmpty ? (period.value, period.table) : (period.table, period.value)
    if let other {
      findings.report(
        .keyCombination,
        draft.keys.isEmpty
          ? Text(en: "a parameter without keys has a \"value\", no table", ja: "キーのないパラメータには「table」でなく「value」を書きます")
          : Text(
            en: "a parameter with keys has a \"table\", no single value", ja: "キーのあるパラメータには「value」でなく「table」を書きます"),
        at: other.location, help: Text(en: "write \"\(wanted):\"", ja: "「\(wanted):」と書いてください"))
    } else if node == nil {
      findings.report(
        .keyCombination, Text(en: "the period has no \"\(wanted)\"", ja: "この期間に「\(wanted)」がありません"),
        at: period.from.location,
        help: Text(en: "add \"\(wanted):\"", ja: "「\(wanted):」を加えてください"))
    }
    guard let node else { return .null }
    let table = node.json(findings)
    check(node, draft.keys[...], validator)
    return table
  }

  /// Every combination of keys has a value, and nothing else is there.
  private func check(_ node: YAMLNode, _ keys: ArraySlice<YAMLField<[LocatedName]>>, _ validator: JSONSchema?) {
    guard let key = keys.first else {
      // What JSON cannot say has been reported.
      guard let value = node.value.json else { return }
      for violation in validator?.validate(value) ?? [] {
        findings.report(
          .parameterValue, violation.message, at: node.location(at: violation.instancePointer),
          help: Text(en: "the schema under \"value\" says what a value may be", ja: "「value」のスキーマに合う値にしてください"))
      }
      return
    }
    guard let mapping = node.mapping else {
      findings.report(
        .keyCombination,
        Text(en: "expected a value for each \"\(key.name.value)\"", ja: "「\(key.name.value)」ごとの値が必要です"),
        at: node.location,
        help: Text(
          en: "write a mapping with the keys of \"\(key.name.value)\"", ja: "「\(key.name.value)」の値をキーにしたマッピングを書いてください"))
      return
    }
    let known = key.value.map(\.value)
    for entry in mapping.entries {
      if known.contains(entry.key.text) {
        check(entry.value, keys.dropFirst(), validator)
      } else {
        let near = Suggestion.nearest(to: entry.key.text, in: known)
        findings.report(
          .keyCombination,
          Text(
            en: "\"\(entry.key.text)\" is no value of the key \"\(key.name.value)\"",
            ja: "「\(entry.key.text)」はキー「\(key.name.value)」の値ではありません"), at: entry.key.location,
          help: near.map { Text(en: "did you mean \"\($0)\"?", ja: "「\($0)」ではありませんか") })
      }
    }
    let missing = known.filter { mapping[$0] == nil }
    guard !missing.isEmpty else { return }
    findings.report(
      .keyCombination,
      Text(
        en: "no value for \(key.name.value) \(missing.joined(separator: ", "))",
        ja: "\(key.name.value) の \(missing.joined(separator: "、")) に値がありません"), at: node.location,
      help: Text(en: "give a value for every combination of keys", ja: "キーのすべての組み合わせに値を書いてください"))
  }
}
