import Diagnostics

/// Names, fields and elements.
extension Checker {
  mutating func identifier(_ expr: Expr, _ name: String, _ isAbsolute: Bool) -> CELType {
    if !isAbsolute, let local = scope[name] { return local.type }
    if let type = environment.variables[name] { return type }
    if let type = CELEnvironment.typeNames[name] { return Self.typeOfType(type) }
    let known = Array(environment.variables.keys) + scope.names
    let nearest = Suggestion.nearest(to: name, in: known)
    report(
      .undeclaredName, expr.range, Text(en: "\"\(name)\" is not declared", ja: "「\(name)」は宣言されていません"),
      help: nearest.map(Self.didYouMean)
        ?? Text(
          en: "known here: \(known.sorted().prefix(12).joined(separator: ", "))",
          ja: "ここで使える名前: \(known.sorted().prefix(12).joined(separator: ", "))"))
    return .dyn
  }

  static func didYouMean(_ name: String) -> Text {
    Text(en: "did you mean \"\(name)\"?", ja: "「\(name)」ではありませんか")
  }

  private static func typeOfType(_ type: CELType) -> CELType {
    switch type {
    case .type: .type(.type(nil))
    default: .type(type)
    }
  }

  mutating func select(_ expr: Expr, _ operand: Expr, _ field: String, _ isOptional: Bool) -> CELType {
    if let name = Resolution.qualified(expr, environment, scope) {
      if let type = environment.variables[name] { return type }
      return CELEnvironment.typeNames[name].map(Self.typeOfType) ?? .dyn
    }
    let type = check(operand)
    let found = self.field(expr, field, of: type, operand, needsGuard: !isOptional)
    if isOptional, case .optional = substitution.shallow(found) { return found }
    return isOptional ? .optional(found) : found
  }

  mutating func has(_ expr: Expr, _ operand: Expr, _ field: String) -> CELType {
    let type = check(operand)
    _ = self.field(expr, field, of: type, operand, needsGuard: false)
    return .bool
  }

  /// The type of a field. On an optional the result is optional, and nothing needs a guard.
  private mutating func field(
    _ expr: Expr, _ field: String, of type: CELType, _ operand: Expr, needsGuard: Bool
  ) -> CELType {
    let type = substitution.shallow(type)
    switch type {
    case .dyn: return .dyn
    case .variable:
      _ = substitution.fits(.dyn, type)
      return .dyn
    case .map(let key, let value):
      if substitution.fits(.string, key) { return value }
    case .record(let record): return self.field(expr, field, record, operand, needsGuard: needsGuard)
    case .nullable(let inner):
      guardNull(operand)
      return self.field(expr, field, of: inner, operand, needsGuard: needsGuard)
    case .optional(let inner):
      let found = self.field(expr, field, of: inner, operand, needsGuard: false)
      if case .optional = substitution.shallow(found) { return found }
      return .optional(found)
    default: break
    }
    report(
      .noFields, expr.focus,
      Text(en: "a value of type \(describe(type)) has no fields", ja: "\(describe(type)) 型の値に項目はありません"))
    return .dyn
  }

  private mutating func field(
    _ expr: Expr, _ name: String, _ record: RecordType, _ operand: Expr, needsGuard: Bool
  ) -> CELType {
    guard let field = record.fields[name] else {
      if record.isOpen {
        if needsGuard { guardPresence(expr, name, operand) }
        return .dyn
      }
      let nearest = Suggestion.nearest(to: name, in: record.fields.keys)
      let known = record.fields.keys.sorted().prefix(12).joined(separator: ", ")
      report(
        .unknownField, expr.focus,
        Text(en: "\(record.name) has no field \"\(name)\"", ja: "\(record.name) に「\(name)」という項目はありません"),
        help: nearest.map(Self.didYouMean) ?? Text(en: "its fields: \(known)", ja: "項目: \(known)"))
      return .dyn
    }
    if field.isOptional, needsGuard { guardPresence(expr, name, operand) }
    return field.type
  }

  private mutating func guardPresence(_ expr: Expr, _ name: String, _ operand: Expr) {
    let way = path(operand)?.appending(name)
    if let way, facts.contains(.present(way)) { return }
    let text = way.map(Self.spelled) ?? "….\(name)"
    let optional = way.map { Self.spelled($0, optionalAtEnd: true) } ?? "….?\(name)"
    report(
      .unguardedField, expr.focus,
      Text(en: "\"\(name)\" is optional and may be absent here", ja: "「\(name)」は任意項目で、ここでは無いことがあります"),
      help: Text(
        en: "write has(\(text)) && … before it, or \(optional).orValue(…)",
        ja: "前に has(\(text)) && … と書くか、\(optional).orValue(…) としてください"))
  }

  /// A part of what may be null is asked for.
  mutating func guardNull(_ operand: Expr) {
    if environment.isLenientAboutNull { return }
    report(
      .unguardedField, operand.focus,
      Text(en: "this may be null here", ja: "ここでは null のことがあります"), help: nullHelp(operand))
  }

  func nullHelp(_ operand: Expr) -> Text {
    let text = path(operand).map(Self.spelled) ?? "…"
    return Text(en: "write \(text) != null && … before it", ja: "前に \(text) != null && … と書いてください")
  }

  private static func spelled(_ path: AccessPath) -> String { spelled(path, optionalAtEnd: false) }

  private static func spelled(_ path: AccessPath, optionalAtEnd: Bool) -> String {
    var text =
      switch path.root {
      case .variable(let name): name
      case .local: "…"
      }
    for (position, segment) in path.segments.enumerated() {
      let isLast = position == path.segments.count - 1
      text += segment.hasPrefix("[") ? segment : (isLast && optionalAtEnd ? ".?" : ".") + segment
    }
    return text
  }

  mutating func index(_ expr: Expr, _ operand: Expr, _ key: Expr, _ isOptional: Bool) -> CELType {
    let type = check(operand)
    let keyType = check(key)
    let found = element(expr, of: type, operand, key, keyType, needsGuard: !isOptional)
    if isOptional, case .optional = substitution.shallow(found) { return found }
    return isOptional ? .optional(found) : found
  }

  private mutating func element(
    _ expr: Expr, of type: CELType, _ operand: Expr, _ key: Expr, _ keyType: CELType, needsGuard: Bool
  ) -> CELType {
    let type = substitution.shallow(type)
    switch type {
    case .dyn: return .dyn
    case .variable:
      _ = substitution.fits(.dyn, type)
      return .dyn
    case .list(let element):
      if substitution.fits(keyType, .int) { return element }
    case .map(let wanted, let value):
      if substitution.fits(keyType, wanted) { return value }
    case .record(let record):
      if case .literal(.string(let name)) = key.kind {
        return field(expr, name, record, operand, needsGuard: needsGuard)
      }
      if substitution.fits(keyType, .string) { return .dyn }
    case .nullable(let inner):
      guardNull(operand)
      return element(expr, of: inner, operand, key, keyType, needsGuard: needsGuard)
    case .optional(let inner):
      let found = element(expr, of: inner, operand, key, keyType, needsGuard: false)
      if case .optional = substitution.shallow(found) { return found }
      return .optional(found)
    default: break
    }
    report(
      .noMatchingOverload, key.range,
      Text(
        en: "\(describe(type)) cannot be indexed with \(describe(keyType))",
        ja: "\(describe(type)) を \(describe(keyType)) で添字参照できません"))
    return .dyn
  }
}
