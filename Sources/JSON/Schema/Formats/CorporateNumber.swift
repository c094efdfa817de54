/// 法人番号: 13 digits, the first of which checks the others.
///
/// Source: 法人番号の指定等に関する省令 (平成26年財務省令第70号) 第2条: 9 − (Σ Pₙ·Qₙ mod 9) over the 12 base digits, P₁ the
/// rightmost, Q = 1 for odd n and 2 for even n.
enum CorporateNumber {
  static func isValid(_ text: String) -> Bool {
    guard let digits = digits(text.utf8[...]) else { return false }
    let sum = digits.dropFirst().reversed().enumerated().reduce(0) { sum, entry in
      sum + entry.element * (entry.offset.isMultiple(of: 2) ? 1 : 2)
    }
    return digits[0] == 9 - sum % 9
  }

  /// Thirteen ASCII digits; nil for anything else.
  static func digits(_ text: Substring.UTF8View) -> [Int]? {
    guard text.count == 13, text.allSatisfy(\.isDigit) else { return nil }
    return text.map { Int($0 - 0x30) }
  }
}
