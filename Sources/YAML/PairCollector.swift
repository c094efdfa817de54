import Diagnostics

/// Keys and values of an open mapping, in turn; refuses keys that are not scalars, empty, merge keys, or repeated.
struct PairCollector {
  private enum Pending {
    case nothing
    case key(YAMLScalar)
    /// The key was refused; its value is read and dropped.
    case refused
  }

  private var entries: [YAMLMapping.Entry] = []
  private var pending = Pending.nothing
  private var places: [String: Int] = [:]
  /// Keys that are not strings, by what they resolve to: `1` and `0x1` are one key.
  private var resolved: [YAMLScalarValue: Int] = [:]

  var mapping: YAMLMapping { YAMLMapping(entries, places: places) }

  mutating func add(_ node: YAMLNode, _ findings: Findings) {
    switch pending {
    case .nothing:
      if let fault = fault(node) {
        findings.report(fault)
        pending = .refused
      } else if let key = node.scalar {
        pending = .key(key)
      }
    case .key(let key):
      entries.append(YAMLMapping.Entry(key: key, value: node))
      pending = .nothing
    case .refused: pending = .nothing
    }
  }

  /// Remembers the key where there is no fault.
  private mutating func fault(_ node: YAMLNode) -> Diagnostic? {
    guard let key = node.scalar, key.value != .null else {
      return Diagnostic(
        .keyKind,
        node.scalar == nil
          ? Text(en: "a list or mapping may not be a key", ja: "リストやマッピングはキーにできません")
          : Text(en: "a key may not be empty or null", ja: "キーを空や null にはできません"),
        at: node.location,
        help: Text(
          en: "use a string as the key; text that begins with '[', '{' or '? ' must be quoted",
          ja: "キーには文字列を使ってください。'[' '{' '? ' で始まる文字列は引用符で囲みます"))
    }
    if key.style == .plain, key.text == "<<" {
      return Diagnostic(
        .mergeKey, Text(en: "merge keys ('<<') are not part of YAML 1.2", ja: "マージキー（'<<'）は YAML 1.2 にはありません"),
        at: key.location,
        help: Text(
          en: "repeat the entries, or give an alias as the value of a key of its own: 'key: *name'",
          ja: "項目を書き写すか、'key: *name' のように独立したキーの値としてエイリアスを使ってください"))
    }
    if let first = places[key.text] ?? resolved[key.value] {
      return Diagnostic(
        .duplicateKey,
        Text(
          en: "the key \"\(key.text.shortened)\" stands twice in this mapping",
          ja: "このマッピングにキー「\(key.text.shortened)」が二度あります"),
        at: key.location,
        notes: [Diagnostic.Note(Text(en: "first here", ja: "最初はここです"), at: entries[first].key.location)],
        help: Text(en: "remove or rename one of them", ja: "どちらかを取り除くか名前を変えてください"))
    }
    places[key.text] = entries.count
    if case .string = key.value {} else { resolved[key.value] = entries.count }
    return nil
  }
}
