import CEL

extension Expr {
  var isConstant: Bool { if case .literal = kind { true } else { false } }

  /// A condition that must hold for every element: more elements can only break it.
  var isForAll: Bool {
    if case .comprehension(let macro) = kind { return macro.macro == .all }
    return children.contains(where: \.isForAll)
  }

  /// The whole numbers that stand in it.
  var numbers: [Int] {
    if case .literal(.int(let number)) = kind { return [number] }
    return children.flatMap(\.numbers)
  }

  /// The expression as text, in one form whatever the layout: equal texts mean equal expressions.
  var key: String {
    switch kind {
    case .literal(let value): "\(value)"
    case .identifier(let name, _): name
    case .select(let operand, let field, let isOptional): "\(operand.key).\(isOptional ? "?" : "")\(field)"
    case .has(let operand, let field): "has(\(operand.key).\(field))"
    case .index(let operand, let key, let isOptional): "\(operand.key)[\(isOptional ? "?" : "")\(key.key)]"
    case .call(let target, let function, let arguments):
      "\(target.map { $0.key + "." } ?? "")\(function)(\(arguments.map(\.key).joined(separator: ",")))"
    case .unary(let operation, let operand): "\(operation.rawValue)(\(operand.key))"
    case .binary(let operation, let left, let right): "(\(left.key) \(operation.rawValue) \(right.key))"
    case .logical(let operation, let operands):
      "(" + operands.map(\.key).joined(separator: operation.rawValue) + ")"
    case .conditional(let condition, let then, let otherwise): "(\(condition.key)?\(then.key):\(otherwise.key))"
    case .list(let elements):
      "[" + elements.map { ($0.isOptional ? "?" : "") + $0.value.key }.joined(separator: ",") + "]"
    case .map(let entries):
      "{" + entries.map { ($0.isOptional ? "?" : "") + "\($0.key.key):\($0.value.key)" }.joined(separator: ",") + "}"
    case .comprehension(let macro):
      "\(macro.range.key).\(macro.macro.rawValue)(\(macro.first),\(macro.second ?? ""),\(macro.filter?.key ?? ""),\(macro.body?.key ?? ""))"
    case .bind(let name, let value, let body): "bind(\(name),\(value.key),\(body.key))"
    case .optionalMap(let target, let name, let body, let isFlat):
      "\(target.key).\(isFlat ? "optFlatMap" : "optMap")(\(name),\(body.key))"
    case .invalid: "?"
    }
  }
}
