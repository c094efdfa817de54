import Diagnostics

/// The bit operations of the extension `math`.
extension Library {
  static let bits: [FunctionDeclaration] = [
    FunctionDeclaration(
      "math.bitAnd", Text(en: "Bitwise and.", ja: "ビットごとの論理積。"), isPure: true, pairwise("math.bitAnd", &)),
    FunctionDeclaration(
      "math.bitOr", Text(en: "Bitwise or.", ja: "ビットごとの論理和。"), isPure: true, pairwise("math.bitOr", |)),
    FunctionDeclaration(
      "math.bitXor", Text(en: "Bitwise exclusive or.", ja: "ビットごとの排他的論理和。"), isPure: true,
      pairwise("math.bitXor", ^)),
    FunctionDeclaration(
      "math.bitNot", Text(en: "Bitwise complement.", ja: "ビット反転。"), isPure: true,
      global([(.int, .int), (.uint, .uint)]) { value, _ throws(EvaluationError) in
        switch value {
        case .int(let number): return .int(~number)
        case .uint(let number): return .uint(~number)
        default: throw EvaluationError(.noSuchOverload("math.bitNot", [value]))
        }
      }),
    FunctionDeclaration(
      "math.bitShiftLeft", Text(en: "Shifts left; 64 places and more give 0.", ja: "左シフト。64以上は0になる。"), isPure: true,
      shift("math.bitShiftLeft") { $1 >= 64 ? 0 : $0 << $1 }),
    FunctionDeclaration(
      "math.bitShiftRight",
      Text(en: "Shifts right and fills with zeros, also for a negative int.", ja: "右シフト。負の整数でも0で埋める。"), isPure: true,
      shift("math.bitShiftRight") { $1 >= 64 ? 0 : $0 >> $1 }),
  ]

  private static func pairwise(
    _ name: String, _ operation: @escaping @Sendable (UInt, UInt) -> UInt
  ) -> [Overload] {
    let function: Binary = { left, right, _ throws(EvaluationError) in
      switch (left, right) {
      case (.int(let left), .int(let right)):
        return .int(Int(bitPattern: operation(UInt(bitPattern: left), UInt(bitPattern: right))))
      case (.uint(let left), .uint(let right)): return .uint(operation(left, right))
      default: throw EvaluationError(.noSuchOverload(name, [left, right]))
      }
    }
    return [
      Overload(.global, [.int, .int], .int, .binary(function)),
      Overload(.global, [.uint, .uint], .uint, .binary(function)),
    ]
  }

  private static func shift(
    _ name: String, _ operation: @escaping @Sendable (UInt, Int) -> UInt
  ) -> [Overload] {
    let function: Binary = { value, places, _ throws(EvaluationError) in
      guard places.asInt >= 0 else {
        throw EvaluationError(
          .badArgument(Text(en: "\(name) by a negative number of places", ja: "\(name) のシフト数が負です")))
      }
      switch value {
      case .int(let number): return .int(Int(bitPattern: operation(UInt(bitPattern: number), places.asInt)))
      case .uint(let number): return .uint(operation(number, places.asInt))
      default: throw EvaluationError(.noSuchOverload(name, [value, places]))
      }
    }
    return [
      Overload(.global, [.int, .int], .int, .binary(function)),
      Overload(.global, [.uint, .int], .uint, .binary(function)),
    ]
  }
}
