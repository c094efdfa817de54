/// Check digits of identifiers that other countries' parties bring. Each is the issuing agency's published algorithm.
enum PartyNumber {
  static func hasDigits(_ text: String, _ count: Int) -> Bool {
    text.utf8.count == count && text.utf8.allSatisfy(isDigit)
  }

  /// GS1 General Specifications, section 7.9: weights 3 and 1 from the right, modulo 10.
  static func isGLN(_ text: String) -> Bool {
    guard text.utf8.count > 1, let digits = digits(text), let check = digits.last else { return false }
    let sum = digits.dropLast().reversed().enumerated().reduce(0) {
      $0 + $1.element * ($1.offset.isMultiple(of: 2) ? 3 : 1)
    }
    return (10 - sum % 10) % 10 == check
  }

  /// Brønnøysund: weights 3 2 7 6 5 4 3 2, modulo 11.
  static func isNorwegian(_ text: String) -> Bool {
    guard hasDigits(text, 9), let digits = digits(text), digits.contains(where: { $0 > 0 }) else { return false }
    let sum = zip(digits, [3, 2, 7, 6, 5, 4, 3, 2]).reduce(0) { $0 + $1.0 * $1.1 }
    return (11 - sum % 11) % 11 == digits[8]
  }

  /// Kruispuntbank van Ondernemingen: 97 − (first eight digits modulo 97).
  static func isBelgian(_ text: String) -> Bool {
    guard hasDigits(text, 10), let base = Int(text.prefix(8)), let check = Int(text.suffix(2)) else { return false }
    return check == 97 - base % 97
  }

  /// Australian Business Register: weights 10 1 3 5 … 19, the first digit less one, modulo 89.
  static func isABN(_ text: String) -> Bool {
    guard hasDigits(text, 11), var digits = digits(text) else { return false }
    digits[0] -= 1
    return zip(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]).reduce(0) { $0 + $1.0 * $1.1 } % 89 == 0
  }

  /// Sixteen characters in the pattern of a person's code, or eleven digits of a company's.
  static func isCodiceFiscale(_ text: String) -> Bool {
    if hasDigits(text, 11) { return true }
    guard text.utf8.count == 16 else { return false }
    let pattern = Array("LLLLLLDDLDDLDDDL".utf8)
    return zip(text.utf8, pattern).allSatisfy { byte, kind in
      kind == UInt8(ascii: "L") ? isLetterOrDigit(byte) && !isDigit(byte) : isDigit(byte)
    }
  }

  /// IT and eleven digits, Luhn; numbers without IT are not looked at, as the standard has it.
  static func isPartitaIVA(_ text: String) -> Bool {
    guard text.uppercased().hasPrefix("IT") else { return true }
    guard hasDigits(String(text.dropFirst(2)), 11), let digits = digits(String(text.dropFirst(2))) else { return false }
    let sum = digits.enumerated().reduce(0) { sum, item in
      let doubled = item.offset.isMultiple(of: 2) ? item.element : item.element * 2
      return sum + (doubled > 9 ? doubled - 9 : doubled)
    }
    return sum % 10 == 0
  }

  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func digits(_ text: String) -> [Int]? {
    text.utf8.allSatisfy(isDigit) ? text.utf8.map { Int($0 - 0x30) } : nil
  }
}
