import HTTPTypes

/// What every answer carries.
enum SafeHeaders {
  static let requestID = HTTPField.Name("X-Request-Id")

  private static let fixed: [(HTTPField.Name?, String)] = [
    (.cacheControl, "no-store"),
    (.xContentTypeOptions, "nosniff"),
    (HTTPField.Name("X-Frame-Options"), "DENY"),
    (HTTPField.Name("Referrer-Policy"), "no-referrer"),
    (HTTPField.Name("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'; sandbox"),
    (HTTPField.Name("Cross-Origin-Resource-Policy"), "same-origin"),
    (.strictTransportSecurity, "max-age=31536000"),
  ]

  static func add(to headers: inout HTTPFields, requestID id: String) {
    for (name, value) in fixed {
      if let name, headers[name] == nil { headers[name] = value }
    }
    if let requestID { headers[requestID] = id }
  }
}

/// The name of one request in logs and problem documents.
enum RequestID {
  /// The client's own where it is harmless, else 96 random bits.
  static func of(_ headers: HTTPFields) -> String {
    if let name = SafeHeaders.requestID, let given = headers[name], (8...64).contains(given.utf8.count),
      given.utf8.allSatisfy(isHarmless)
    {
      return given
    }
    return Base64URL.encode((0..<12).map { _ in UInt8.random(in: .min ... .max) })
  }

  private static func isHarmless(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
      true
    default: false
    }
  }
}

/// Whose failed sign-ins are counted together.
enum ClientAddress {
  static func of(_ headers: HTTPFields, _ peer: String?, trusts: Bool) -> String {
    if trusts, let name = HTTPField.Name("X-Forwarded-For"), let last = headers[values: name].last,
      let entry = last.split(separator: ",").last?.trimmed, !entry.isEmpty, entry.utf8.count <= 64
    {
      return String(entry)
    }
    return peer ?? "local"
  }
}
