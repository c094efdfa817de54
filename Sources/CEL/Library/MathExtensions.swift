import Diagnostics

/// The extension `math`: extremes, rounding, signs. Its bit operations are beside it.
extension Library {
  static let math: [FunctionDeclaration] = extremes + rounding + classes

  private static let extremes: [FunctionDeclaration] = [
    FunctionDeclaration(
      "math.greatest", Text(en: "The greatest of the arguments or of a list.", ja: "引数またはリストの最大値。"), isPure: true,
      extreme(.greater, "math.greatest")),
    FunctionDeclaration(
      "math.least", Text(en: "The least of the arguments or of a list.", ja: "引数またはリストの最小値。"), isPure: true,
      extreme(.less, "math.least")),
  ]

  /// Of equal values the first wins. Mixed kinds of numbers give `dyn`.
  private static func extreme(_ wanted: Numbers.Order, _ name: String) -> [Overload] {
    let kinds: [CELType] = [.int, .uint, .double]
    @Sendable func pick(_ values: [CELValue], _ context: inout EvaluationContext) throws(EvaluationError) -> CELValue {
      try context.charge(values.count)
      guard var best = values.first else {
        throw EvaluationError(.badArgument(Text(en: "\(name) of an empty list", ja: "空のリストの \(name) は求められません")))
      }
      for value in values {
        guard let order = Numbers.order(value, best) else { throw EvaluationError(.noSuchOverload(name, [value])) }
        if order == wanted { best = value }
      }
      return best
    }
    var overloads = kinds.map { Overload(.global, [$0], $0, .unary { value, _ throws(EvaluationError) in value }) }
    for left in kinds {
      for right in kinds {
        overloads.append(
          Overload(
            .global, [left, right], left == right ? left : .dyn,
            .binary { left, right, context throws(EvaluationError) in try pick([left, right], &context) }))
      }
    }
    for element in kinds + [.dyn] {
      overloads.append(
        Overload(
          .global, [.list(element)], element,
          .unary { list, context throws(EvaluationError) in try pick(list.asList, &context) }))
    }
    return overloads
  }

  private static func real(_ function: @escaping @Sendable (Double) -> Double) -> [Overload] {
    global([(.double, .double)]) { value, _ throws(EvaluationError) in .double(function(value.asDouble)) }
  }

  private static func condition(_ function: @escaping @Sendable (Double) -> Bool) -> [Overload] {
    global([(.double, .bool)]) { value, _ throws(EvaluationError) in .bool(function(value.asDouble)) }
  }

  private static let rounding: [FunctionDeclaration] = [
    FunctionDeclaration(
      "math.ceil", Text(en: "Rounds up to a whole number.", ja: "切り上げ。"), isPure: true, real { $0.rounded(.up) }),
    FunctionDeclaration(
      "math.floor", Text(en: "Rounds down to a whole number.", ja: "切り下げ。"), isPure: true,
      real { $0.rounded(.down) }),
    FunctionDeclaration(
      "math.round", Text(en: "Rounds to the nearest whole number, halves away from zero.", ja: "四捨五入。"),
      isPure: true, real { $0.rounded(.toNearestOrAwayFromZero) }),
    FunctionDeclaration(
      "math.trunc", Text(en: "Drops the fraction.", ja: "小数部を捨てる。"), isPure: true, real { $0.rounded(.towardZero) }),
    FunctionDeclaration(
      "math.sqrt", Text(en: "The square root.", ja: "平方根。"), isPure: true,
      global([(.double, .double), (.int, .double), (.uint, .double)]) { value, _ throws(EvaluationError) in
        switch value {
        case .int(let number): .double(Double(number).squareRoot())
        case .uint(let number): .double(Double(number).squareRoot())
        default: .double(value.asDouble.squareRoot())
        }
      }),
  ]

  private static let classes: [FunctionDeclaration] = [
    FunctionDeclaration(
      "math.abs", Text(en: "The value without its sign.", ja: "絶対値。"), isPure: true,
      global([(.int, .int), (.uint, .uint), (.double, .double)]) { value, _ throws(EvaluationError) in
        switch value {
        case .int(let number):
          guard number != Int.min else { throw EvaluationError(.overflow("math.abs")) }
          return .int(abs(number))
        case .double(let number): return .double(number.magnitude)
        default: return value
        }
      }),
    FunctionDeclaration(
      "math.sign", Text(en: "-1, 0 or 1 in the type of the argument.", ja: "符号。-1、0、1のいずれか。"), isPure: true,
      global([(.int, .int), (.uint, .uint), (.double, .double)]) { value, _ throws(EvaluationError) in
        switch value {
        case .int(let number): .int(number.signum())
        case .uint(let number): .uint(number == 0 ? 0 : 1)
        default: .double(value.asDouble > 0 ? 1 : value.asDouble < 0 ? -1 : value.asDouble)
        }
      }),
    FunctionDeclaration(
      "math.isNaN", Text(en: "Whether a double is not a number.", ja: "非数か。"), isPure: true, condition(\.isNaN)),
    FunctionDeclaration(
      "math.isInf", Text(en: "Whether a double is infinite.", ja: "無限大か。"), isPure: true, condition(\.isInfinite)),
    FunctionDeclaration(
      "math.isFinite", Text(en: "Whether a double is a finite number.", ja: "有限の数か。"), isPure: true,
      condition(\.isFinite)),
  ]
}
