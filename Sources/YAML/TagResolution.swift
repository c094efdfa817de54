import Diagnostics

/// Tags of the core schema (YAML 1.2.2, section 10.3.1); others are refused.
struct TagResolution {
  private static let prefix = "tag:yaml.org,2002:"

  let source: SourceFile
  let limits: YAMLLimits

  /// The scalar's value; a fault, if any, leaves it a string.
  func value(
    _ text: String, _ style: YAMLScalar.Style, _ tag: String?, _ location: Location
  ) -> (YAMLScalarValue, Diagnostic?) {
    do {
      return (try resolve(text, style, tag), nil)
    } catch {
      return (.string(text), diagnostic(error, text, tag, location))
    }
  }

  /// What is wrong with a collection's tag.
  func fault(_ tag: String?, isMapping: Bool, _ location: Location) -> Diagnostic? {
    switch tag {
    case nil, "!", isMapping ? "tag:yaml.org,2002:map" : "tag:yaml.org,2002:seq": nil
    default: diagnostic(isCore(tag) ? .mismatch : .unknown, isMapping ? "{…}" : "[…]", tag, location)
    }
  }

  private enum Failure: Error {
    case unknown
    case mismatch
    case number
  }

  private func resolve(_ text: String, _ style: YAMLScalar.Style, _ tag: String?) throws(Failure) -> YAMLScalarValue {
    guard let tag else {
      guard style == .plain else { return .string(text) }
      do { return try CoreSchema.resolve(text, digits: limits.digits) } catch { throw .number }
    }
    guard tag != "!" else { return .string(text) }
    guard isCore(tag) else { throw .unknown }
    let resolved: YAMLScalarValue
    do { resolved = try CoreSchema.resolve(text, digits: limits.digits) } catch { throw .number }
    switch (tag.dropFirst(Self.prefix.count), resolved) {
    case ("str", _): return .string(text)
    case ("null", .null), ("bool", .bool), ("int", .int), ("float", .float): return resolved
    case ("float", .int(let int)): return .float(YAMLFloat(double: Double(int), exact: String(int)))
    case ("int", .float(let float)) where float.exact?.allSatisfy({ $0.isNumber || $0 == "-" }) ?? false:
      return resolved
    default: throw .mismatch
    }
  }

  private func isCore(_ tag: String?) -> Bool {
    guard let tag, tag.hasPrefix(Self.prefix) else { return false }
    return ["str", "int", "float", "bool", "null", "seq", "map"].contains(tag.dropFirst(Self.prefix.count))
  }

  private func diagnostic(_ failure: Failure, _ text: String, _ tag: String?, _ location: Location) -> Diagnostic {
    let tag = tag ?? ""
    let name = (tag.hasPrefix(Self.prefix) ? "!!" + tag.dropFirst(Self.prefix.count) : tag).shortened
    let shown = text.shortened
    switch failure {
    case .unknown:
      return Diagnostic(
        .tag, Text(en: "the tag \(name) is not supported", ja: "タグ \(name) には対応していません"), at: location,
        help: Text(
          en: "remove it; known are !!str !!int !!float !!bool !!null !!seq !!map",
          ja: "取り除いてください。使えるのは !!str !!int !!float !!bool !!null !!seq !!map です"))
    case .mismatch:
      return Diagnostic(
        .tagMismatch, Text(en: "\"\(shown)\" is not a value of \(name)", ja: "「\(shown)」は \(name) の値ではありません"),
        at: location, help: Text(en: "remove the tag or change the value", ja: "タグを取り除くか値を直してください"))
    case .number:
      return Diagnostic(
        .numberTooLong,
        Text(
          en: "a number has at most \(limits.digits) digits, 64 bits in hexadecimal or octal",
          ja: "数は \(limits.digits) 桁まで、16 進と 8 進は 64 ビットまでです"),
        at: location, help: Text(en: "quote it if it is a text", ja: "文字列であれば引用符で囲んでください"))
    }
  }
}
