/// A call of a declared function: the first overload that admits the arguments runs.
struct CallStep: Step {
  let name: String
  let overloads: [Overload]
  let arguments: [any Step]
  let cost: Int
  let isPure: Bool
  let range: Range<Int>

  func evaluate(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    try context.charge(cost)
    switch arguments.count {
    case 1: return try unary(arguments[0].evaluate(&context), &context)
    case 2: return try binary(arguments[0].evaluate(&context), arguments[1].evaluate(&context), &context)
    default: return try variadic(&context)
    }
  }

  private func unary(
    _ argument: CELValue, _ context: inout EvaluationContext
  ) throws(EvaluationError) -> CELValue {
    for overload in overloads where overload.parameters[0].admits(argument) {
      do throws(EvaluationError) {
        switch overload.implementation {
        case .unary(let function): return try function(argument, &context)
        case .variadic(let function): return try function([argument], &context)
        case .binary, .none: throw EvaluationError(.unbound(name))
        }
      } catch { throw error.at(range) }
    }
    throw EvaluationError(.noSuchOverload(name, [argument]), range)
  }

  private func binary(
    _ left: CELValue, _ right: CELValue, _ context: inout EvaluationContext
  ) throws(EvaluationError) -> CELValue {
    for overload in overloads where overload.parameters[0].admits(left) && overload.parameters[1].admits(right) {
      do throws(EvaluationError) {
        switch overload.implementation {
        case .binary(let function): return try function(left, right, &context)
        case .variadic(let function): return try function([left, right], &context)
        case .unary, .none: throw EvaluationError(.unbound(name))
        }
      } catch { throw error.at(range) }
    }
    throw EvaluationError(.noSuchOverload(name, [left, right]), range)
  }

  private func variadic(_ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
    var values: [CELValue] = []
    values.reserveCapacity(arguments.count)
    for argument in arguments { values.append(try argument.evaluate(&context)) }
    for overload in overloads where overload.admits(values) {
      do throws(EvaluationError) {
        switch overload.implementation {
        case .variadic(let function): return try function(values, &context)
        case .unary, .binary, .none: throw EvaluationError(.unbound(name))
        }
      } catch { throw error.at(range) }
    }
    throw EvaluationError(.noSuchOverload(name, values), range)
  }
}
