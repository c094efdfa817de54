import Diagnostics

/// The formats that are asserted for item data: those of JSON Schema Validation section 7.3 that forms need, and ours.
enum SchemaFormat: String, Sendable, Hashable, CaseIterable {
  /// RFC 3339 full-date, a day that exists.
  case date
  /// RFC 3339 full-time: with offset.
  case time
  case dateTime = "date-time"
  /// RFC 3339, appendix A.
  case duration
  /// RFC 5321 mailbox in ASCII.
  case email
  /// RFC 3986 URI, with a scheme.
  case uri
  /// RFC 9562.
  case uuid
  /// 13 digits with a right check digit (法人番号).
  case corporateNumber = "jp-corporate-number"
  /// `T` and 13 digits (適格請求書発行事業者登録番号). Numbers of persons carry no check digit, so none is asked for.
  case invoiceRegistrationNumber = "jp-invoice-registration-number"
  /// Whole yen: an integer, or its digits in a string.
  case moneyJPY = "money-jpy"

  /// Formats of strings admit every other type.
  func admits(_ value: JSONValue) -> Bool {
    switch value {
    case .string(let text): admits(text)
    case .number(let number): self != .moneyJPY || number.isInteger
    case .null, .bool, .array, .object: true
    }
  }

  private func admits(_ text: String) -> Bool {
    switch self {
    case .date: RFC3339.isDate(text)
    case .time: RFC3339.isTime(text)
    case .dateTime: RFC3339.isDateTime(text)
    case .duration: RFC3339.isDuration(text)
    case .email: MailAddress.isValid(text)
    case .uri: URISyntax.isURI(text)
    case .uuid: Self.isUUID(text)
    case .corporateNumber: CorporateNumber.isValid(text)
    case .invoiceRegistrationNumber: text.utf8.first == 0x54 && CorporateNumber.digits(text.utf8.dropFirst()) != nil
    case .moneyJPY: Self.isWholeNumber(text)
    }
  }

  private static func isUUID(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      [8, 13, 18, 23].contains(index) ? byte == 0x2D : byte.isHexadecimalDigit
    }
  }

  /// Digits without leading zeros, with a minus where it means something.
  private static func isWholeNumber(_ text: String) -> Bool {
    let isNegative = text.utf8.first == 0x2D
    let digits = isNegative ? text.utf8.dropFirst() : text.utf8[...]
    guard let first = digits.first, digits.count <= 30, digits.allSatisfy(\.isDigit) else { return false }
    return first != 0x30 || (digits.count == 1 && !isNegative)
  }

  /// Fits "must be …".
  var expected: Text {
    switch self {
    case .date: Text(en: "a date that exists, such as 2026-04-01", ja: "実在する日付 (例 2026-04-01) ")
    case .time: Text(en: "a time with offset, such as 09:30:00+09:00", ja: "時差付きの時刻 (例 09:30:00+09:00) ")
    case .dateTime:
      Text(
        en: "a date and time with offset, such as 2026-04-01T09:30:00+09:00",
        ja: "時差付きの日時 (例 2026-04-01T09:30:00+09:00) ")
    case .duration: Text(en: "a duration, such as P1Y2M or PT30M", ja: "期間 (例 P1Y2M、PT30M) ")
    case .email: Text(en: "an e-mail address", ja: "メールアドレス")
    case .uri: Text(en: "a URI with a scheme, such as https://example.jp/", ja: "スキーム付きの URI (例 https://example.jp/) ")
    case .uuid: Text(en: "a UUID", ja: "UUID")
    case .corporateNumber:
      Text(en: "a corporate number: 13 digits with a right check digit", ja: "法人番号 (検査用数字の正しい 13 桁) ")
    case .invoiceRegistrationNumber:
      Text(en: "a registration number: T and 13 digits", ja: "登録番号 (T と 13 桁の数字) ")
    case .moneyJPY: Text(en: "an amount in whole yen", ja: "円単位の整数の金額")
    }
  }
}
