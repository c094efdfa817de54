/// A corporate number (法人番号): a check digit and twelve base digits.
///
/// Source: 行政手続における特定の個人を識別するための番号の利用等に関する法律 art. 39; the check digit by the ordinance on
/// designation of corporate numbers (法人番号の指定等に関する省令) art. 2: 9 − (Σ Pₙ·Qₙ mod 9), P₁ the rightmost base digit,
/// Qₙ = 1 for odd n and 2 for even n.
package struct CorporateNumber: Sendable, Hashable, CustomStringConvertible {
  package let digits: String

  /// Nil unless there are exactly thirteen ASCII digits; the check digit is a question of its own.
  package init?(_ text: some StringProtocol) {
    guard text.utf8.count == 13, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    digits = String(text)
  }

  package var description: String { digits }

  package var hasValidCheckDigit: Bool { digits.utf8.first.map { $0 - UInt8(ascii: "0") } == checkDigit }

  /// The digit that ought to lead the other twelve.
  package var checkDigit: UInt8 {
    var sum = 0
    for (position, byte) in digits.utf8.dropFirst().reversed().enumerated() {
      sum += Int(byte - UInt8(ascii: "0")) * (position.isMultiple(of: 2) ? 1 : 2)
    }
    return UInt8(9 - sum % 9)
  }
}

/// A registration number of an issuer of qualified invoices (適格請求書発行事業者の登録番号): `T` and thirteen digits.
///
/// A corporation's is `T` and its corporate number; other issuers get digits of their own that follow no published
/// check, so a wrong check digit is a warning at most. Source: 消費税法 art. 57の2, 57の4.
package struct RegistrationNumber: Sendable, Hashable, CustomStringConvertible {
  package let number: CorporateNumber

  package init?(_ text: some StringProtocol) {
    guard text.utf8.first == UInt8(ascii: "T"), let number = CorporateNumber(text.dropFirst()) else { return nil }
    self.number = number
  }

  package init(_ number: CorporateNumber) { self.number = number }

  package var description: String { "T" + number.digits }
}
