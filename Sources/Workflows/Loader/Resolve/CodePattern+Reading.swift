import Diagnostics
import YAML

extension CodePattern {
  /// `CR-{fiscal_year}-{sequence:6}`; nil after a report.
  static func read(_ scalar: YAMLScalar?, _ findings: Findings) -> CodePattern? {
    guard let scalar else { return nil }
    var parts: [Part] = []
    var literal = ""
    var isValid = true
    func complain(_ range: Range<Int>, _ message: Text) {
      isValid = false
      findings.report(
        .codePattern, message, at: scalar.location(ofValueRange: range),
        help: Text(
          en: "write for example LN-{fiscal_year}-{sequence:6}; there are {fiscal_year}, {year}, {month}, {sequence:N}",
          ja: "LN-{fiscal_year}-{sequence:6} のように書きます。使えるのは {fiscal_year}、{year}、{month}、{sequence:N} です"))
    }
    let bytes = Array(scalar.text.utf8)
    var index = 0
    while index < bytes.count {
      guard bytes[index] == UInt8(ascii: "{") else {
        if !Self.isCodeByte(bytes[index]) {
          let end = bytes[index...].firstIndex { $0 < 0x80 && $0 != bytes[index] } ?? bytes.count
          complain(
            index..<max(end, index + 1),
            Text(en: "codes hold letters, digits, '-', '_', '.' and '/'", ja: "コードに使えるのは英数字と「-」「_」「.」「/」です"))
          return nil
        }
        literal.append(Character(Unicode.Scalar(bytes[index])))
        index += 1
        continue
      }
      let end = bytes[index...].firstIndex(of: UInt8(ascii: "}")) ?? bytes.count
      let name = String(decoding: bytes[(index + 1)..<max(end, index + 1)], as: UTF8.self)
      if !literal.isEmpty { parts.append(.literal(literal)) }
      literal = ""
      if end < bytes.count, let part = Self.part(name) {
        parts.append(part)
      } else {
        complain(
          index..<min(end + 1, bytes.count),
          Text(en: "\"{\(name)}\" is no part of a code", ja: "「{\(name)}」はコードの部品ではありません"))
      }
      index = end + 1
    }
    if !literal.isEmpty { parts.append(.literal(literal)) }
    let sequences = parts.count { if case .sequence = $0 { true } else { false } }
    if isValid, sequences != 1 || bytes.count > 64 {
      complain(
        0..<bytes.count,
        sequences == 0
          ? Text(en: "the pattern has no {sequence:N}: codes would repeat", ja: "{sequence:N} がないため、コードが重複します")
          : Text(
            en: "a pattern has exactly one {sequence:N} and at most 64 characters",
            ja: "{sequence:N} は一つだけ、全体は 64 文字までです"))
    }
    return isValid ? CodePattern(parts: parts) : nil
  }

  private static func part(_ name: String) -> Part? {
    switch name {
    case "fiscal_year": return .fiscalYear
    case "year": return .year
    case "month": return .month
    default:
      guard name.hasPrefix("sequence:"), let digits = Int(name.dropFirst(9)), (1...12).contains(digits) else {
        return nil
      }
      return .sequence(digits: digits)
    }
  }

  private static func isCodeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), 0x30...0x39: true
    case UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "/"): true
    default: false
    }
  }
}
