import Diagnostics

/// The functions that every environment has: the standard library and the extensions strings, math, optionals and
/// encoders (bindings and comprehensions are macros).
enum Library {
  static let functions: [String: FunctionDeclaration] = {
    let all = general + conversions + text + textExtensions + formatting + time + math + bits + optionals + encoders
    return Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
  }()

  typealias Unary = @Sendable (CELValue, inout EvaluationContext) throws(EvaluationError) -> CELValue
  typealias Binary = @Sendable (CELValue, CELValue, inout EvaluationContext) throws(EvaluationError) -> CELValue
  typealias Variadic = @Sendable ([CELValue], inout EvaluationContext) throws(EvaluationError) -> CELValue

  /// `f(a)` for each type of `a` with its result.
  static func global(_ types: [(CELType, CELType)], _ function: @escaping Unary) -> [Overload] {
    types.map { Overload(.global, [$0.0], $0.1, .unary(function)) }
  }

  /// `f(a)` and `a.f()` alike.
  static func both(_ types: [(CELType, CELType)], _ function: @escaping Unary) -> [Overload] {
    global(types, function) + types.map { Overload(.member, [$0.0], $0.1, .unary(function)) }
  }

  static func member(_ target: CELType, _ result: CELType, _ function: @escaping Unary) -> Overload {
    Overload(.member, [target], result, .unary(function))
  }

  static func member(
    _ target: CELType, _ argument: CELType, _ result: CELType, _ function: @escaping Binary
  ) -> Overload {
    Overload(.member, [target, argument], result, .binary(function))
  }
}

/// What an implementation reads from arguments whose types the call has checked already.
extension CELValue {
  var asString: String { if case .string(let value) = self { value } else { "" } }
  var asBytes: [UInt8] { if case .bytes(let value) = self { value } else { [] } }
  var asInt: Int { if case .int(let value) = self { value } else { 0 } }
  var asDouble: Double { if case .double(let value) = self { value } else { .nan } }
  var asList: [CELValue] { if case .list(let value) = self { value } else { [] } }
}
