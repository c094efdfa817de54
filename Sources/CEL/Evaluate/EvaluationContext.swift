import Patterns

/// The state of one evaluation: variables, what is left of the budget, and what functions may ask for.
package struct EvaluationContext {
  var slots: [CELValue?]
  var remaining: Int
  var patterns: [String: LinearPattern] = [:]
  private let providers: [Activation.Provider?]
  /// What the host gave with the activation.
  package let host: (any HostContext)?
  package let timeZones: TimeZoneTable

  init(_ activation: Activation, layout: VariableLayout, locals: Int, budget: Int) {
    if activation.layout === layout {
      slots = activation.values
      providers = activation.providers
    } else {
      // An activation of another environment: its variables are found again by name.
      slots = layout.names.map { activation[$0] }
      providers =
        activation.providers.isEmpty
        ? [] : layout.names.map { name in activation.layout.slots[name].flatMap { activation.providers[$0] } }
    }
    if locals > 0 { slots.append(contentsOf: repeatElement(nil, count: locals)) }
    remaining = max(0, budget)
    host = activation.host
    timeZones = activation.timeZones
  }

  /// For computing constants when an expression is compiled.
  init(foldingBudget: Int) {
    slots = []
    providers = []
    remaining = foldingBudget
    host = nil
    timeZones = TimeZoneTable(zones: [:])
  }

  /// Takes units from the budget; host functions charge what their work is worth (a unit is some tens of nanoseconds).
  package mutating func charge(_ units: Int) throws(EvaluationError) {
    remaining -= max(0, units)
    if remaining < 0 { throw EvaluationError(.costExceeded) }
  }

  /// The cost of reading or writing that many bytes of text.
  mutating func charge(bytes count: Int) throws(EvaluationError) { try charge(count / CostModel.bytesPerUnit) }

  /// Equality within the budget.
  mutating func equal(_ left: CELValue, _ right: CELValue) throws(EvaluationError) -> Bool {
    guard let same = left.isEqual(to: right, units: &remaining) else { throw EvaluationError(.costExceeded) }
    return same
  }

  mutating func variable(_ slot: Int, _ name: String) throws(EvaluationError) -> CELValue {
    if let value = slots[slot] { return value }
    guard slot < providers.count, let provider = providers[slot] else { throw EvaluationError(.unbound(name)) }
    let value = try provider()
    slots[slot] = value
    return value
  }
}
