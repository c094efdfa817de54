package import Diagnostics

/// One typed form of a function.
package struct Overload: Sendable {
  package enum Style: Sendable {
    /// `f(a, b)`
    case global
    /// `a.f(b)`: the receiver is the first parameter.
    case member
  }

  /// What runs. Arguments have the declared types at run time too (containers are not looked into); an error without
  /// a range gets that of the call.
  package enum Implementation: Sendable {
    case unary(@Sendable (CELValue, inout EvaluationContext) throws(EvaluationError) -> CELValue)
    case binary(@Sendable (CELValue, CELValue, inout EvaluationContext) throws(EvaluationError) -> CELValue)
    case variadic(@Sendable ([CELValue], inout EvaluationContext) throws(EvaluationError) -> CELValue)
    /// Declared only: calling it is an error.
    case none
  }

  package let style: Style
  package let parameters: [CELType]
  package let result: CELType
  package let implementation: Implementation

  package init(_ style: Style, _ parameters: [CELType], _ result: CELType, _ implementation: Implementation) {
    self.style = style
    self.parameters = parameters
    self.result = result
    self.implementation = implementation
  }

  func admits(_ arguments: [CELValue]) -> Bool {
    arguments.count == parameters.count && zip(parameters, arguments).allSatisfy { $0.admits($1) }
  }

  /// `size(list(A)) -> int` or `list(A).size() -> int`.
  package func signature(of name: String) -> String {
    let types = parameters.map(\.description)
    switch style {
    case .global: return "\(name)(\(types.joined(separator: ", "))) -> \(result)"
    case .member: return "\(types.first ?? "").\(name)(\(types.dropFirst().joined(separator: ", "))) -> \(result)"
    }
  }
}

/// A function that expressions may call.
package struct FunctionDeclaration: Sendable {
  /// May be qualified: `math.abs`.
  package let name: String
  package let documentation: Text
  package internal(set) var overloads: [Overload]
  /// Units that each call costs on top of what the implementation charges itself.
  package let cost: Int
  /// Whether equal arguments always give an equal result: only then may a call of constants be computed beforehand.
  package let isPure: Bool

  package init(_ name: String, _ documentation: Text, cost: Int = 1, isPure: Bool = false, _ overloads: [Overload]) {
    self.name = name
    self.documentation = documentation
    self.cost = cost
    self.isPure = isPure
    self.overloads = overloads
  }

  /// One line for each overload.
  package var signatures: [String] { overloads.map { $0.signature(of: name) } }
}
