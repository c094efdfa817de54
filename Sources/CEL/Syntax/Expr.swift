/// A node of the syntax tree. Macros are already resolved: they have node kinds of their own, so that whoever reads
/// the tree (checker, planner, verifier, explainer) sees what the author meant and no expansion.
package struct Expr: Sendable {
  /// Unique in its expression and dense from 0: side tables are arrays.
  package let id: Int
  /// UTF-8 offsets in the expression's text.
  package let range: Range<Int>
  /// The part that a message points at: the operator, the field's or function's name; else the whole range.
  package let focus: Range<Int>
  package let kind: Kind
  /// Levels of the tree from here down.
  let height: Int

  package indirect enum Kind: Sendable {
    case literal(CELValue)
    /// `isAbsolute`: written with a leading dot, so that no local variable shadows it.
    case identifier(String, isAbsolute: Bool)
    /// `operand.field` or `operand.?field`.
    case select(Expr, field: String, isOptional: Bool)
    /// `has(operand.field)`.
    case has(Expr, field: String)
    /// `operand[key]` or `operand[?key]`.
    case index(Expr, key: Expr, isOptional: Bool)
    /// `function(arguments)` or `target.function(arguments)`.
    case call(target: Expr?, function: String, arguments: [Expr])
    case unary(UnaryOperator, Expr)
    case binary(BinaryOperator, Expr, Expr)
    /// A flat chain of two or more operands.
    case logical(LogicalOperator, [Expr])
    case conditional(Expr, then: Expr, otherwise: Expr)
    case list([Element])
    case map([Entry])
    case comprehension(Comprehension)
    /// `cel.bind(name, value, body)`.
    case bind(name: String, value: Expr, body: Expr)
    /// `target.optMap(name, body)`, or `optFlatMap` where `isFlat`.
    case optionalMap(target: Expr, name: String, body: Expr, isFlat: Bool)
    /// Stands where a mistake was reported.
    case invalid
  }

  package struct Element: Sendable {
    package let value: Expr
    /// `[?value]`: present only where the optional holds something.
    package let isOptional: Bool
  }

  package struct Entry: Sendable {
    package let key: Expr
    package let value: Expr
    package let isOptional: Bool
  }

  package enum UnaryOperator: String, Sendable {
    case not = "!"
    case negate = "-"
  }

  package enum BinaryOperator: String, Sendable, CaseIterable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case modulo = "%"
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case `in`
  }

  package enum LogicalOperator: String, Sendable {
    case and = "&&"
    case or = "||"
  }
}

/// A macro that walks over a list or map.
package struct Comprehension: Sendable {
  package enum Macro: String, Sendable {
    case all
    case exists
    case existsOne = "exists_one"
    case map
    case filter
    case transformList
    case transformMap
    case transformMapEntry
  }

  package let macro: Macro
  package let range: Expr
  /// The element of a list or the key of a map; with `second`, the index or the key.
  package let first: String
  /// The element or the value, in the form with two variables.
  package let second: String?
  /// Which elements take part; nil: all.
  package let filter: Expr?
  /// The condition of `all`, `exists`, `exists_one`; the result per element of the transforming macros; absent for
  /// `filter`.
  package let body: Expr?
}

extension Expr {
  /// The children in the order of the text.
  package var children: [Expr] {
    switch kind {
    case .literal, .identifier, .invalid: []
    case .select(let operand, _, _), .has(let operand, _): [operand]
    case .index(let operand, let key, _): [operand, key]
    case .call(let target, _, let arguments): (target.map { [$0] } ?? []) + arguments
    case .unary(_, let operand): [operand]
    case .binary(_, let left, let right): [left, right]
    case .logical(_, let operands): operands
    case .conditional(let condition, let then, let otherwise): [condition, then, otherwise]
    case .list(let elements): elements.map(\.value)
    case .map(let entries): entries.flatMap { [$0.key, $0.value] }
    case .comprehension(let macro): [macro.range] + [macro.filter, macro.body].compactMap(\.self)
    case .bind(_, let value, let body): [value, body]
    case .optionalMap(let target, _, let body, _): [target, body]
    }
  }

  /// `["a", "b", "c"]` for `a.b.c`; nil for anything but plain selects over an identifier.
  var qualifiedName: [String]? {
    switch kind {
    case .identifier(let name, _): [name]
    case .select(let operand, let field, isOptional: false): operand.qualifiedName.map { $0 + [field] }
    default: nil
    }
  }

  /// The identifier at the bottom of a chain of plain selects.
  var rootIdentifier: (name: String, isAbsolute: Bool)? {
    switch kind {
    case .identifier(let name, let isAbsolute): (name, isAbsolute)
    case .select(let operand, _, isOptional: false): operand.rootIdentifier
    default: nil
    }
  }
}
