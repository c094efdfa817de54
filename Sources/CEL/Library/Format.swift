import Diagnostics

extension Library {
  static let formatting: [FunctionDeclaration] = [
    FunctionDeclaration(
      "format",
      Text(
        en: "Fills %s %d %f %e %b %o %x %X with the values of a list: \"%d%%\".format([5]).",
        ja: "%s %d %f %e %b %o %x %X にリストの値を順に入れる。例: \"%d%%\".format([5])"),
      isPure: true,
      [
        member(.string, .list(.dyn), .string) { template, values, context throws(EvaluationError) in
          var formatter = Formatter(values.asList)
          try formatter.run(template.asString, &context)
          return .string(String(decoding: formatter.output, as: UTF8.self))
        }
      ])
  ]
}

/// Fills a template, charging for every byte before it is kept.
private struct Formatter {
  private static let highestPrecision = 1_000
  private static let defaultPrecision = 6
  private let values: [CELValue]
  private var next = 0
  private(set) var output: [UInt8] = []

  init(_ values: [CELValue]) { self.values = values }

  mutating func run(_ template: String, _ context: inout EvaluationContext) throws(EvaluationError) {
    var rest = Array(template.utf8)[...]
    try context.charge(bytes: rest.count)
    while let mark = rest.firstIndex(of: UInt8(ascii: "%")) {
      output += rest[..<mark]
      rest = rest[(mark + 1)...]
      let precision = try precision(&rest)
      guard let letter = rest.popFirst() else {
        throw Self.refused("the text ends within a clause", "書式が途中で終わっています")
      }
      if letter == UInt8(ascii: "%") {
        output.append(letter)
      } else {
        try clause(Unicode.Scalar(letter), precision, &context)
      }
    }
    output += rest
  }

  private static func refused(_ en: String, _ ja: String) -> EvaluationError {
    EvaluationError(.badArgument(Text(en: "format: " + en, ja: "format: " + ja)))
  }

  private func precision(_ rest: inout ArraySlice<UInt8>) throws(EvaluationError) -> Int? {
    guard rest.first == UInt8(ascii: ".") else { return nil }
    rest.removeFirst()
    let digits = rest.prefix(while: Lexer.isDigit)
    rest = rest.dropFirst(digits.count)
    guard let value = Int(String(decoding: digits, as: UTF8.self)), value <= Self.highestPrecision else {
      throw Self.refused("the precision is missing or above 1000", "精度がないか、1000を超えています")
    }
    return value
  }

  private mutating func clause(
    _ letter: Unicode.Scalar, _ precision: Int?, _ context: inout EvaluationContext
  ) throws(EvaluationError) {
    guard next < values.count else {
      throw Self.refused("there are more clauses than values", "値が書式の数より少ないです")
    }
    let value = values[next]
    next += 1
    try context.charge(CostModel.step)
    switch letter {
    case "s": try write(value, &context)
    case "d": try write(decimal(value), &context)
    case "b": try write(whole(value, radix: 2, letter, uppercase: false), &context)
    case "o": try write(whole(value, radix: 8, letter, uppercase: false), &context)
    case "x", "X": try hexadecimal(value, uppercase: letter == "X", &context)
    case "f", "e":
      let digits = precision ?? Self.defaultPrecision
      // Tiny numbers have up to a thousand digits before they are rounded.
      try context.charge(20 + digits / CostModel.bytesPerUnit)
      let number = try double(value, letter)
      if number != 0, abs(number.exponent) > 64, number.isFinite { try context.charge(1_000) }
      let text =
        letter == "f"
        ? DoubleText.fixed(number, precision: digits) : DoubleText.scientific(number, precision: digits)
      try write(text, &context)
    default: throw Self.refused("there is no clause %\(letter)", "%\(letter) という書式はありません")
    }
  }

  private mutating func write(_ text: String, _ context: inout EvaluationContext) throws(EvaluationError) {
    try context.charge(bytes: text.utf8.count)
    output += text.utf8
  }

  private func mismatch(_ letter: Unicode.Scalar, _ value: CELValue) -> EvaluationError {
    let type = value.runtimeType.runtimeName
    return Self.refused("%\(letter) does not apply to \(type)", "%\(letter) は \(type) に使えません")
  }

  /// `%s`: texts bare also inside lists and maps; the entries of a map in the order of their keys' text.
  private mutating func write(_ value: CELValue, _ context: inout EvaluationContext) throws(EvaluationError) {
    try context.charge(CostModel.step)
    switch value {
    case .null: try write("null", &context)
    case .double(let number):
      try context.charge(CostModel.conversion)
      try write(DoubleText.plain(number), &context)
    case .bytes(let bytes): try write(String(decoding: bytes, as: UTF8.self), &context)
    case .type(let type): try write(type.runtimeName, &context)
    case .list(let list):
      try write("[", &context)
      for (position, element) in list.enumerated() {
        if position > 0 { try write(", ", &context) }
        try write(element, &context)
      }
      try write("]", &context)
    case .map(let map): try write(map, &context)
    case .optional, .opaque: throw mismatch("s", value)
    case .timestamp, .duration:
      try context.charge(2 * CostModel.conversion)
      try write(Library.string(value) ?? "", &context)
    case .bool, .int, .uint, .string: try write(Library.string(value) ?? "", &context)
    }
  }

  private mutating func write(_ map: CELMap, _ context: inout EvaluationContext) throws(EvaluationError) {
    try context.charge(CostModel.mapEntry * map.count)
    var entries: [(key: String, value: CELValue)] = []
    for entry in map.entries {
      guard let key = Library.string(entry.key) else { throw mismatch("s", entry.key) }
      entries.append((key, entry.value))
    }
    entries.sort { $0.key.precedes($1.key) }
    try write("{", &context)
    for (position, entry) in entries.enumerated() {
      if position > 0 { try write(", ", &context) }
      try write(entry.key + ": ", &context)
      try write(entry.value, &context)
    }
    try write("}", &context)
  }

  private func decimal(_ value: CELValue) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number)
    case .uint(let number): return String(number)
    case .double(let number) where !number.isFinite: return DoubleText.special(number)
    default: throw mismatch("d", value)
    }
  }

  private func whole(
    _ value: CELValue, radix: Int, _ letter: Unicode.Scalar, uppercase: Bool
  ) throws(EvaluationError) -> String {
    switch value {
    case .int(let number): return String(number, radix: radix, uppercase: uppercase)
    case .uint(let number): return String(number, radix: radix, uppercase: uppercase)
    case .bool(let flag) where radix == 2: return flag ? "1" : "0"
    default: throw mismatch(letter, value)
    }
  }

  private mutating func hexadecimal(
    _ value: CELValue, uppercase: Bool, _ context: inout EvaluationContext
  ) throws(EvaluationError) {
    let bytes: [UInt8]
    switch value {
    case .string(let text): bytes = Array(text.utf8)
    case .bytes(let content): bytes = content
    default:
      try write(whole(value, radix: 16, uppercase ? "X" : "x", uppercase: uppercase), &context)
      return
    }
    try context.charge(bytes: 4 * bytes.count)
    let digits = Array((uppercase ? "0123456789ABCDEF" : "0123456789abcdef").utf8)
    output.reserveCapacity(output.count + 2 * bytes.count)
    for byte in bytes {
      output.append(digits[Int(byte >> 4)])
      output.append(digits[Int(byte & 15)])
    }
  }

  private func double(_ value: CELValue, _ letter: Unicode.Scalar) throws(EvaluationError) -> Double {
    switch value {
    case .double(let number): return number
    case .int(let number): return Double(number)
    case .uint(let number): return Double(number)
    default: throw mismatch(letter, value)
    }
  }
}
