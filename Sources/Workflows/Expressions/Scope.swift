import CEL
import Diagnostics
import JSON

/// Why an expression gave no usable value.
struct ScopeError: Error {
  let message: Text
}

/// The circumstances in which the expressions of one item are evaluated. Makes an activation for each kind of
/// expression on first use and keeps it.
final class Scope {
  private let host: StepHost
  private let capacity: Capacity?
  private let child: Item?
  private let result: JSONValue?
  /// By the layout of their environment.
  private var activations: [ObjectIdentifier: Activation] = [:]
  private lazy var data = host.definition.data.shape.celValue(.object(host.item.data))

  init(host: StepHost, capacity: Capacity?, child: Item?, result: JSONValue?) {
    self.host = host
    self.capacity = capacity
    self.child = child
    self.result = result
  }

  func evaluate(_ expression: Expression) -> Result<CELValue, ScopeError> {
    do {
      return .success(try expression.compiled.evaluate(activation(expression.environment)))
    } catch {
      return .failure(ScopeError(message: error.message))
    }
  }

  func bool(_ expression: Expression) -> Result<Bool, ScopeError> {
    evaluate(expression).flatMap { if case .bool(let value) = $0 { .success(value) } else { Self.wrong("bool") } }
  }

  func int(_ expression: Expression) -> Result<Int64, ScopeError> {
    evaluate(expression).flatMap { if case .int(let value) = $0 { .success(Int64(value)) } else { Self.wrong("int") } }
  }

  func instant(_ expression: Expression) -> Result<Instant, ScopeError> {
    evaluate(expression).flatMap {
      if case .timestamp(let value) = $0 { .success(Instant(value)) } else { Self.wrong("timestamp") }
    }
  }

  func strings(_ expression: Expression) -> Result<[String], ScopeError> {
    evaluate(expression).flatMap { value in
      guard case .list(let values) = value else { return Self.wrong("list(string)") }
      return .success(values.compactMap { if case .string(let text) = $0 { text } else { nil } })
    }
  }

  func json(_ expression: Expression) -> Result<JSONValue, ScopeError> {
    evaluate(expression).flatMap { value in
      DataShape.anything.json(value).map { .success($0) } ?? Self.wrong("JSON")
    }
  }

  /// The value in the form that the field's schema asks for: a day of a timestamp, for example.
  func json(_ expression: Expression, for field: FieldName, in data: DataModel) -> Result<JSONValue, ScopeError> {
    let shape = data.byName[field]?.shape ?? .anything
    return evaluate(expression).flatMap { value in shape.json(value).map { .success($0) } ?? Self.wrong("JSON") }
  }

  private static func wrong<Value>(_ expected: String) -> Result<Value, ScopeError> {
    .failure(ScopeError(message: Text(en: "the value is not a \(expected)", ja: "値が\(expected)ではありません")))
  }

  private func activation(_ environment: CELEnvironment) -> Activation {
    if let made = activations[environment.layoutIdentity] { return made }
    let made = make(environment)
    activations[environment.layoutIdentity] = made
    return made
  }

  private func make(_ environment: CELEnvironment) -> Activation {
    var activation = Activation(environment, host: host)
    let host = host
    activation["data"] = data
    activation["today"] = host.world.now.day.start.celValue
    activation["now"] = host.world.now.celValue
    activation["params"] = .opaque(Self.params)
    activation.provide("documents") { () throws(EvaluationError) in host.documents }
    activation.provide("item") { () throws(EvaluationError) in host.record(host.item) }
    activation.provide("family") { () throws(EvaluationError) in
      host.relatives { $0.family == host.item.family }
    }
    activation.provide("children") { () throws(EvaluationError) in host.relatives { $0.parent == host.item.id } }
    activation.provide("parent") { () throws(EvaluationError) in
      .optional(host.item.parent.flatMap { host.items[$0] }.map(host.record))
    }
    if let capacity { activation["actor"] = Self.record(capacity, host.world.directory) }
    if let child { activation["child"] = host.record(child) }
    if let result { activation["result"] = DataShape.anything.celValue(result) }
    return activation
  }

  private static let params = OpaqueValue(ParameterTable.typeName, true)

  private static func record(_ capacity: Capacity, _ directory: Directory) -> CELValue {
    var fields: [(String, CELValue)] = [
      ("person", .string(capacity.person.text)), ("role", .string(capacity.role.text)),
    ]
    if let position = capacity.position {
      fields.append(("position", .string(position.text)))
      if let unit = directory.positions[position]?.unit { fields.append(("unit", .string(unit.text))) }
    }
    return .record(fields)
  }
}

/// What lists show and searches find of an item.
package struct SearchValues: Sendable, Hashable {
  package var subject: String?
  package var amount: Int64?
  package var day: Day?
  package var party: PartyCode?

  package init() {}
}

extension Working {
  func scope(
    for item: Item, _ definition: Definition, capacity: Capacity?, child: Item? = nil, result: JSONValue? = nil
  ) -> Scope {
    Scope(
      host: StepHost(world: world, items: items, item: item, definition: definition), capacity: capacity, child: child,
      result: result)
  }

  /// What limits of delegations are compared with.
  func amount(of item: Item) -> Int64? {
    guard let definition = world.library.definitions[item.definition], let amount = definition.search.amount,
      case .success(.int(let number)) = scope(for: item, definition, capacity: nil).evaluate(amount)
    else { return nil }
    return Int64(number)
  }

  /// The party that the data name, where the definition says which.
  func namedParty(of item: Item, _ definition: Definition) -> PartyCode? {
    guard let party = definition.search.party,
      case .success(.string(let code)) = scope(for: item, definition, capacity: nil).evaluate(party), !code.isEmpty
    else { return nil }
    return PartyCode(code)
  }

  /// An expression that fails (a draft without the field) simply shows nothing.
  func searchValues(of item: Item) -> SearchValues {
    guard let definition = world.library.definitions[item.definition] else { return SearchValues() }
    let scope = scope(for: item, definition, capacity: nil)
    var values = SearchValues()
    if let subject = definition.search.subject, case .success(.string(let text)) = scope.evaluate(subject) {
      values.subject = text
    }
    if let amount = definition.search.amount, case .success(.int(let number)) = scope.evaluate(amount) {
      values.amount = Int64(number)
    }
    if let date = definition.search.date, case .success(.timestamp(let moment)) = scope.evaluate(date) {
      values.day = Instant(moment).day
    }
    if let party = definition.search.party, case .success(.string(let code)) = scope.evaluate(party), !code.isEmpty {
      values.party = PartyCode(code)
    }
    return values
  }
}

extension Surroundings {
  /// The values of an item's keys as one text each; a key with a part that cannot be read yet has none.
  package func keyValues(of item: Item) -> [KeyName: String] {
    guard let definition = library.definitions[item.definition], !definition.keys.isEmpty else { return [:] }
    let working = Working(world: self, identifiers: IdentifierSource(at: now, seed: 0))
    let scope = working.scope(for: item, definition, capacity: nil)
    return definition.keys.compactMapValues { parts in
      var texts: [String] = []
      for part in parts {
        guard case .success(.string(let text)) = scope.evaluate(part) else { return nil }
        texts.append(text)
      }
      // Lengths keep ["a", "bc"] and ["ab", "c"] apart.
      return texts.map { "\($0.utf8.count):\($0)" }.joined()
    }
  }

  package func searchValues(of item: Item) -> SearchValues {
    Working(world: self, identifiers: IdentifierSource(at: now, seed: 0)).searchValues(of: item)
  }
}
