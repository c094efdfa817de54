import Testing

/// Something that a rule found: where, and what to do.
struct Finding: Equatable, Sendable {
  /// From 1.
  let line: Int
  let text: String
}

/// A file that may break a rule, and why. An exception that no longer excuses anything is itself a fault.
struct Exception: Sendable {
  /// A path, or a folder ending in `/`.
  let path: String
  let reason: String

  func covers(_ file: String) -> Bool {
    path.hasSuffix("/") ? file.hasPrefix(path) : file == path
  }
}

/// A habit of this house, as a pure function over one file. Each rule carries texts that it must catch and texts that
/// it must let pass, so that a rule that never fires is noticed.
struct Rule: Sendable, CustomTestStringConvertible {
  struct Example: Sendable {
    let path: String
    let text: String

    init(_ path: String, _ text: String) {
      self.path = path
      self.text = text
    }
  }

  let name: String
  var exceptions: [Exception] = []
  let caught: [Example]
  let fine: [Example]
  let find: @Sendable (SourceText) -> [Finding]

  var testDescription: String { name }

  /// What is left when the exceptions are taken away.
  func findings(in file: SourceText) -> [Finding] {
    exceptions.contains { $0.covers(file.path) } ? [] : find(file)
  }
}
