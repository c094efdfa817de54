import Diagnostics

extension Library {
  static let conversions: [FunctionDeclaration] = [
    FunctionDeclaration(
      "bool", Text(en: "Reads a truth value: \"true\", \"1\", \"false\", \"0\" …", ja: "真偽値として読む。"), isPure: true,
      global([(.bool, .bool), (.string, .bool)]) { value, _ throws(EvaluationError) in
        guard case .string(let text) = value else { return value }
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": return .bool(true)
        case "0", "f", "F", "false", "FALSE", "False": return .bool(false)
        default: throw EvaluationError(.conversion(value, to: "bool"))
        }
      }),
    FunctionDeclaration(
      "int",
      Text(
        en: "Converts to a signed integer of 64 bits; doubles lose their fraction, timestamps give seconds since 1970.",
        ja: "符号付き64ビット整数に変換する。小数は切り捨て、時刻は1970年からの秒数になる。"),
      isPure: true,
      global([(.int, .int), (.uint, .int), (.double, .int), (.string, .int), (.timestamp, .int)]) {
        value, context throws(EvaluationError) in
        if case .string(let text) = value { try context.charge(bytes: text.utf8.count) }
        guard let number = int(value) else { throw EvaluationError(.conversion(value, to: "int")) }
        return .int(number)
      }),
    FunctionDeclaration(
      "uint", Text(en: "Converts to an unsigned integer of 64 bits.", ja: "符号なし64ビット整数に変換する。"), isPure: true,
      global([(.uint, .uint), (.int, .uint), (.double, .uint), (.string, .uint)]) {
        value, context throws(EvaluationError) in
        if case .string(let text) = value { try context.charge(bytes: text.utf8.count) }
        guard let number = uint(value) else { throw EvaluationError(.conversion(value, to: "uint")) }
        return .uint(number)
      }),
    FunctionDeclaration(
      "double", Text(en: "Converts to a floating-point number.", ja: "浮動小数点数に変換する。"), isPure: true,
      global([(.double, .double), (.int, .double), (.uint, .double), (.string, .double)]) {
        value, context throws(EvaluationError) in
        if case .string(let text) = value {
          try context.charge(CostModel.conversion + text.utf8.count / CostModel.bytesPerUnit)
        }
        guard let number = double(value) else { throw EvaluationError(.conversion(value, to: "double")) }
        return .double(number)
      }),
    FunctionDeclaration(
      "string",
      Text(
        en: "Converts to text; bytes must be UTF-8, timestamps become RFC 3339.",
        ja: "文字列に変換する。バイト列はUTF-8、時刻はRFC 3339形式。"),
      isPure: true,
      global(
        [CELType.string, .bool, .int, .uint, .double, .bytes, .timestamp, .duration].map { ($0, .string) }
      ) { value, context throws(EvaluationError) in
        switch value {
        case .bytes(let bytes): try context.charge(bytes: bytes.count)
        case .double, .duration: try context.charge(CostModel.conversion)
        case .timestamp: try context.charge(2 * CostModel.conversion)
        default: break
        }
        guard let text = string(value) else { throw EvaluationError(.conversion(value, to: "string")) }
        return .string(text)
      }),
    FunctionDeclaration(
      "bytes", Text(en: "The UTF-8 bytes of a text.", ja: "文字列のUTF-8バイト列。"), isPure: true,
      global([(.bytes, .bytes), (.string, .bytes)]) { value, context throws(EvaluationError) in
        guard case .string(let text) = value else { return value }
        try context.charge(bytes: text.utf8.count)
        return .bytes(Array(text.utf8))
      }),
    FunctionDeclaration(
      "timestamp",
      Text(
        en: "A moment from RFC 3339 text or from seconds since 1970.", ja: "RFC 3339の文字列または1970年からの秒数による時刻。"),
      isPure: true,
      global([(.timestamp, .timestamp), (.string, .timestamp), (.int, .timestamp)]) {
        value, _ throws(EvaluationError) in
        guard let time = timestamp(value) else { throw EvaluationError(.conversion(value, to: "timestamp")) }
        return .timestamp(time)
      }),
    FunctionDeclaration(
      "duration",
      Text(en: "A span of time from text such as \"1h30m\".", ja: "「1h30m」のような文字列による期間。"), isPure: true,
      global([(.duration, .duration), (.string, .duration)]) { value, context throws(EvaluationError) in
        guard case .string(let text) = value else { return value }
        try context.charge(CostModel.conversion + text.utf8.count)
        guard let span = CELDuration(text: text) else { throw EvaluationError(.conversion(value, to: "duration")) }
        return .duration(span)
      }),
  ]

  private static func int(_ value: CELValue) -> Int? {
    switch value {
    case .int(let value): value
    case .uint(let value): Int(exactly: value)
    case .double(let value): Numbers.int(value)
    case .string(let value): Int(value)
    case .timestamp(let value): value.seconds
    default: nil
    }
  }

  private static func uint(_ value: CELValue) -> UInt? {
    switch value {
    case .uint(let value): value
    case .int(let value): UInt(exactly: value)
    case .double(let value): Numbers.uint(value)
    case .string(let value): value.utf8.first.map(Lexer.isDigit) == true ? UInt(value) : nil
    default: nil
    }
  }

  private static func double(_ value: CELValue) -> Double? {
    switch value {
    case .double(let value): value
    case .int(let value): Double(value)
    case .uint(let value): Double(value)
    case .string(let value): real(value)
    default: nil
    }
  }

  /// Infinity only where it is spelled so: a number that is too large is an error.
  private static func real(_ text: String) -> Double? {
    guard let value = Double(text) else { return nil }
    return value.isInfinite && !text.lowercased().contains("inf") ? nil : value
  }

  private static func timestamp(_ value: CELValue) -> Timestamp? {
    switch value {
    case .timestamp(let value): value
    case .string(let value): value.utf8.count <= 64 ? Timestamp(text: value) : nil
    case .int(let value): Timestamp(seconds: value)
    default: nil
    }
  }

  /// Nil where bytes are not UTF-8 or the type has no text form.
  static func string(_ value: CELValue) -> String? {
    switch value {
    case .string(let value): value
    case .bool(let value): String(value)
    case .int(let value): String(value)
    case .uint(let value): String(value)
    case .double(let value): DoubleText.shortest(value)
    case .bytes(let value): String(validating: value, as: UTF8.self)
    case .timestamp(let value): value.description
    case .duration(let value): value.description
    case .null, .list, .map, .type, .optional, .opaque: nil
    }
  }
}
