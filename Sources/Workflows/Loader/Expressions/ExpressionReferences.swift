import CEL

/// What an expression reads, as far as its text says. A local variable that hides a name is taken for the name: what
/// is found is never too little.
struct ExpressionReferences {
  /// A name in a text literal, such as the key in `same_key("like_orders")`.
  struct NamedArgument {
    let kind: NameKind
    let name: String
    let range: Range<Int>
  }

  private(set) var dataFields: [String] = []
  private(set) var readsWholeData = false
  private(set) var relatives: Set<String> = []
  private(set) var readsWholeFamily = false
  private(set) var readsFamily = false
  private(set) var namedArguments: [NamedArgument] = []

  init(_ root: Expr) { visit(root) }

  private mutating func visit(_ expr: Expr) {
    switch expr.kind {
    case .identifier(let name, _): bare(name)
    case .select(let operand, let field, _), .has(let operand, let field):
      if read(field, of: operand) { return }
    case .index(let operand, let key, _):
      if case .literal(.string(let field)) = key.kind, read(field, of: operand) { return }
    case .call(nil, let function, let arguments): call(function, arguments)
    case .literal, .call, .unary, .binary, .logical, .conditional, .list, .map, .comprehension, .bind, .optionalMap,
      .invalid:
      break
    }
    for child in expr.children { visit(child) }
  }

  private mutating func bare(_ name: String) {
    switch name {
    case "data": readsWholeData = true
    case "family", "children":
      readsWholeFamily = true
      readsFamily = true
    case "parent": readsFamily = true
    default: break
    }
  }

  /// Whether the operand is a variable whose fields are noted one by one.
  private mutating func read(_ field: String, of operand: Expr) -> Bool {
    guard case .identifier(let name, _) = operand.kind else { return false }
    switch name {
    case "data":
      if !dataFields.contains(field) { dataFields.append(field) }
    case "family", "children":
      relatives.insert(field)
      readsFamily = true
    default: return false
    }
    return true
  }

  private mutating func call(_ function: String, _ arguments: [Expr]) {
    let kind: NameKind
    switch function {
    case "same_key": kind = .key
    case "acted": kind = .role
    case "duty_open": kind = .duty
    case "links":
      readsFamily = true
      return
    default: return
    }
    if kind != .duty { readsFamily = true }
    guard arguments.count == 1, case .literal(.string(let name)) = arguments[0].kind else { return }
    namedArguments.append(NamedArgument(kind: kind, name: name, range: arguments[0].range))
  }
}
