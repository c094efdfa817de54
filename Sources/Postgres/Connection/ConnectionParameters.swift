internal import CLibPQ

/// What a connection string says, key by key, as libpq itself reads it.
package struct ConnectionParameters: Sendable {
  package struct Parameter: Sendable {
    /// As in PostgreSQL's documentation, section 34.1.2.
    package let keyword: String
    package let value: String
    /// The variable by which libpq takes the same value from the environment; nil where there is none.
    package let variable: String?
    /// A password or the like: belongs into no argument, log or message.
    package let isSecret: Bool
  }

  package let parameters: [Parameter]

  /// nil where libpq cannot read the string. Why not is not said: libpq's message quotes what may be a password.
  package init?(_ text: String) {
    var message: UnsafeMutablePointer<CChar>? = nil
    let parsed = unsafe PQconninfoParse(text, &message)
    unsafe PQfreemem(message)
    guard let options = unsafe parsed else { return nil }
    defer { unsafe PQconninfoFree(options) }
    var parameters: [Parameter] = []
    var place = unsafe options
    while let keyword = unsafe place.pointee.keyword {
      if let value = unsafe place.pointee.val {
        let variable = unsafe place.pointee.envvar.map { unsafe String(cString: $0) }
        let display = unsafe place.pointee.dispchar.map { unsafe String(cString: $0) }
        unsafe parameters.append(
          Parameter(
            keyword: String(cString: keyword), value: String(cString: value), variable: variable,
            isSecret: display?.hasPrefix("*") ?? false))
      }
      unsafe place = place.advanced(by: 1)
    }
    self.parameters = parameters
  }

  package subscript(keyword: String) -> String? {
    parameters.first { $0.keyword == keyword }?.value
  }

  /// More than one host may answer.
  package var hasSeveralHosts: Bool { self["host"]?.contains(",") ?? false }

  /// For programs of PostgreSQL: they read it like libpq, and other users cannot look into it, as into arguments.
  package var environment: [String: String] {
    var variables: [String: String] = [:]
    for parameter in parameters {
      if let variable = parameter.variable { variables[variable] = parameter.value }
    }
    return variables
  }

  /// Where and as whom, for people: never a secret.
  package var shown: String {
    ["host", "hostaddr", "port", "dbname", "user", "service"].compactMap { keyword in
      self[keyword].map { "\(keyword)=\($0)" }
    }.joined(separator: " ")
  }
}
