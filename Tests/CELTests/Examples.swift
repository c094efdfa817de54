import CEL
import Diagnostics

/// What several suites need.
enum Examples {
  /// The diagnostics of an expression that is refused; nil where it is accepted.
  static func failure(_ environment: CELEnvironment, _ text: String, expecting: CELType? = nil) -> [Diagnostic]? {
    switch environment.compile(ExpressionSource(text), expecting: expecting) {
    case .success: nil
    case .failure(let failure): failure.diagnostics
    }
  }

  static func value(
    _ environment: CELEnvironment, _ text: String, _ bindings: [String: CELValue] = [:],
    budget: Int = Limits.costUnits
  ) throws -> CELValue {
    let expression = try environment.compile(ExpressionSource(text)).get()
    var activation = Activation(environment)
    for (name, value) in bindings { activation[name] = value }
    return try expression.evaluate(activation, budget: budget)
  }

  /// Item data of a contract request.
  static let contract = RecordType(
    "contract data",
    [
      "subject": .init(.string),
      "kind": .init(.enumeration(["works", "purchase", "lease_in", "other"])),
      "amount": .init(.int),
      "note": .init(.string, isOptional: true),
      "method": .init(.enumeration(["open", "selective", "direct_award"]), isOptional: true),
      "decided_on": .init(.timestamp, isOptional: true),
      "deposit": .init(.nullable(.int)),
      "vendor": .init(
        .record(
          RecordType("vendor", ["code": .init(.string), "suspended": .init(.bool, isOptional: true)])),
        isOptional: true),
      "lines": .init(
        .list(
          .record(RecordType("line", ["price": .init(.int), "discount": .init(.int, isOptional: true)])))),
    ])

  static let environment = CELEnvironment(variables: ["data": .record(contract), "today": .timestamp])
}
