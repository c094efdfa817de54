/// The names that macros have bound around a node, innermost last.
struct Scope<Binding> {
  private var bindings: [(name: String, binding: Binding)] = []

  var count: Int { bindings.count }
  var names: [String] { bindings.map(\.name) }

  subscript(name: String) -> Binding? { bindings.last { $0.name == name }?.binding }

  mutating func push(_ name: String, _ binding: Binding) { bindings.append((name, binding)) }
  mutating func pop(_ count: Int = 1) { bindings.removeLast(count) }
}

/// How names and calls resolve: the same for checker, planner and reader of references.
enum Resolution {
  /// The declared variable or type that a chain of selects names as a whole; nil: the chain is a field selection.
  /// Local names of macros go first, so a chain over one of them is always a selection.
  static func qualified<Binding>(_ expr: Expr, _ environment: CELEnvironment, _ scope: Scope<Binding>) -> String? {
    guard let path = expr.qualifiedName, let root = expr.rootIdentifier else { return nil }
    if !root.isAbsolute, scope[root.name] != nil { return nil }
    if path.count > 1, !environment.hasDottedNames, path[0] != "google" { return nil }
    let name = path.joined(separator: ".")
    return environment.variables[name] != nil || CELEnvironment.typeNames[name] != nil ? name : nil
  }

  struct Call {
    /// Nil where there is no such function.
    let declaration: FunctionDeclaration?
    let style: Overload.Style
    let name: String
    /// With the receiver first where the style is `member`.
    let arguments: [Expr]
  }

  /// The function that a call names and its arguments; a receiver may turn out to be a part of the function's name.
  static func function<Binding>(
    _ target: Expr?, _ name: String, _ arguments: [Expr], _ environment: CELEnvironment, _ scope: Scope<Binding>
  ) -> Call {
    guard let target else {
      return Call(declaration: environment.functions[name], style: .global, name: name, arguments: arguments)
    }
    if let path = target.qualifiedName, let root = target.rootIdentifier, root.isAbsolute || scope[root.name] == nil {
      let qualified = (path + [name]).joined(separator: ".")
      if let declaration = environment.functions[qualified] {
        return Call(declaration: declaration, style: .global, name: qualified, arguments: arguments)
      }
    }
    return Call(
      declaration: environment.functions[name], style: .member, name: name, arguments: [target] + arguments)
  }
}
