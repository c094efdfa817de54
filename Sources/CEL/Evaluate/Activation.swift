/// What a host hands to its own functions along with an evaluation.
package protocol HostContext: Sendable {}

/// The names of an environment's variables and their slots. An expression compiled in an environment and an activation
/// made for it share one layout, so a variable is read by its number.
final class VariableLayout: Sendable {
  let names: [String]
  let slots: [String: Int]

  init(_ names: [String]) {
    self.names = names
    slots = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })
  }
}

/// The values of the variables for one or more evaluations.
package struct Activation: Sendable {
  package typealias Provider = @Sendable () throws(EvaluationError) -> CELValue

  let layout: VariableLayout
  private(set) var values: [CELValue?]
  /// By slot; empty where there are none.
  private(set) var providers: [Provider?] = []
  /// Reaches host functions as `context.host`.
  package var host: (any HostContext)?
  package var timeZones: TimeZoneTable

  package init(
    _ environment: CELEnvironment, host: (any HostContext)? = nil, timeZones: TimeZoneTable = .japan
  ) {
    layout = environment.layout
    values = Array(repeating: nil, count: layout.names.count)
    self.host = host
    self.timeZones = timeZones
  }

  /// The value of a variable; nil: unbound. Setting a name that the environment does not declare has no effect.
  package subscript(name: String) -> CELValue? {
    get { layout.slots[name].flatMap { values[$0] } }
    set { if let slot = layout.slots[name] { values[slot] = newValue } }
  }

  /// Gives a variable whose value is costly: asked for on its first read in an evaluation.
  package mutating func provide(_ name: String, _ provider: @escaping Provider) {
    guard let slot = layout.slots[name] else { return }
    if providers.isEmpty { providers = Array(repeating: nil, count: values.count) }
    providers[slot] = provider
  }
}
