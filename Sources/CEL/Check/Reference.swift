/// A place where an expression reads a variable or a part of one.
package struct Reference: Sendable, Hashable {
  package enum Kind: Sendable, Hashable {
    case read
    /// `has(…)`, `"field" in …`: only whether it is there; also `.?`, which reads what may be absent.
    case presence
  }

  /// The variable's name.
  package let variable: String
  /// Field names from there; `[]` stands for the elements of a list or map that a macro walks over or an index that is
  /// not constant picks.
  package let path: [String]
  package let kind: Kind
  /// UTF-8 offsets in the expression's text.
  package let range: Range<Int>
}

extension CompiledExpression {
  /// Which variables and fields the expression reads, in the order of the text: the longest way at each place.
  package var references: [Reference] {
    var reader = ReferenceReader(environment)
    reader.read(root)
    return reader.references
  }

  /// For nodes that are a variable or a part of one, by `Expr.id`: the variable's name and the way from there, as in
  /// `references`. Names that macros bind are followed to what they stand for.
  package var paths: [Int: [String]] {
    var reader = ReferenceReader(environment)
    reader.read(root)
    return reader.paths
  }
}

/// Walks a tree and follows names that macros bind to what they stand for.
private struct ReferenceReader {
  private struct Way {
    let variable: String
    var path: [String] = []

    func appending(_ segment: String) -> Way { Way(variable: variable, path: path + [segment]) }
  }

  private let environment: CELEnvironment
  private var scope = Scope<Way?>()
  private(set) var references: [Reference] = []
  private(set) var paths: [Int: [String]] = [:]

  init(_ environment: CELEnvironment) { self.environment = environment }

  mutating func read(_ expr: Expr) {
    if let way = way(expr) {
      note(way, expr.isOptionalSelect ? .presence : .read, expr.range)
      remember(expr)
      readKeys(expr)
      return
    }
    switch expr.kind {
    case .has(let operand, let field): presence(expr, operand, field)
    case .binary(.in, let key, let container):
      if case .literal(.string(let field)) = key.kind {
        presence(expr, container, field)
      } else {
        read(key)
        read(container)
      }
    case .call(let target, let function, let arguments):
      let call = Resolution.function(target, function, arguments, environment, scope)
      for argument in call.arguments { read(argument) }
    case .comprehension(let macro): comprehension(macro)
    case .bind(let name, let value, let body):
      let way = way(value)
      read(value)
      scope.push(name, way)
      read(body)
      scope.pop()
    case .optionalMap(let target, let name, let body, _):
      let way = way(target)
      read(target)
      scope.push(name, way)
      read(body)
      scope.pop()
    default: for child in expr.children { read(child) }
    }
  }

  private mutating func comprehension(_ macro: Comprehension) {
    let elements = way(macro.range)?.appending("[]")
    read(macro.range)
    if let second = macro.second {
      scope.push(macro.first, nil)
      scope.push(second, elements)
    } else {
      scope.push(macro.first, elements)
    }
    if let filter = macro.filter { read(filter) }
    if let body = macro.body { read(body) }
    scope.pop(macro.second == nil ? 1 : 2)
  }

  private mutating func note(_ way: Way, _ kind: Reference.Kind, _ range: Range<Int>) {
    references.append(Reference(variable: way.variable, path: way.path, kind: kind, range: range))
  }

  private mutating func presence(_ expr: Expr, _ operand: Expr, _ field: String) {
    if let way = way(operand) {
      note(way.appending(field), .presence, expr.range)
      remember(operand)
      readKeys(operand)
    } else {
      read(operand)
    }
  }

  /// The ways of a chain and of all that it goes through.
  private mutating func remember(_ expr: Expr) {
    guard let way = way(expr) else { return }
    paths[expr.id] = [way.variable] + way.path
    switch expr.kind {
    case .select(let operand, _, _), .index(let operand, _, _): remember(operand)
    default: return
    }
  }

  /// The keys inside a chain of indices read variables of their own.
  private mutating func readKeys(_ expr: Expr) {
    switch expr.kind {
    case .index(let operand, let key, _):
      readKeys(operand)
      read(key)
    case .select(let operand, _, _): readKeys(operand)
    default: return
    }
  }

  private func way(_ expr: Expr) -> Way? {
    if let name = Resolution.qualified(expr, environment, scope) {
      return environment.variables[name] == nil ? nil : Way(variable: name)
    }
    switch expr.kind {
    case .identifier(let name, isAbsolute: false): return scope[name] ?? nil
    case .select(let operand, let field, _): return way(operand)?.appending(field)
    case .index(let operand, let key, _):
      if case .literal(.string(let field)) = key.kind { return way(operand)?.appending(field) }
      return way(operand)?.appending("[]")
    default: return nil
    }
  }
}

extension Expr {
  fileprivate var isOptionalSelect: Bool { if case .select(_, _, isOptional: true) = kind { true } else { false } }
}
