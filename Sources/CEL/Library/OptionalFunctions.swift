import Diagnostics

/// The extension `optionals`. `or` and `orValue` are declared here for their types; the planner gives them steps of
/// their own, because the alternative is evaluated only if it is needed.
extension Library {
  private static let value = CELType.parameter("V")
  private static let optional = CELType.optional(.parameter("V"))

  static let optionals: [FunctionDeclaration] = [
    FunctionDeclaration(
      "optional.of", Text(en: "An optional that holds the value.", ja: "値を持つoptional。"), isPure: true,
      global([(value, optional)]) { value, _ throws(EvaluationError) in .optional(value) }),
    FunctionDeclaration(
      "optional.none", Text(en: "An empty optional.", ja: "空のoptional。"), isPure: true,
      [Overload(.global, [], optional, .variadic { _, _ throws(EvaluationError) in .optional(nil) })]),
    FunctionDeclaration(
      "optional.ofNonZeroValue",
      Text(
        en: "An optional that holds the value unless it is zero, empty, false or null.",
        ja: "ゼロ・空・false・null でなければ値を持つoptional。"),
      isPure: true,
      global([(value, optional)]) { value, _ throws(EvaluationError) in .optional(value.isZero ? nil : value) }),
    FunctionDeclaration(
      "hasValue", Text(en: "Whether the optional holds a value.", ja: "optionalが値を持つか。"), isPure: true,
      [
        member(optional, .bool) { value, _ throws(EvaluationError) in
          if case .optional(let inner) = value { .bool(inner != nil) } else { .bool(false) }
        }
      ]),
    FunctionDeclaration(
      "value", Text(en: "The value of the optional; an error if it is empty.", ja: "optionalの値。空ならエラー。"), isPure: true,
      [
        member(optional, value) { value, _ throws(EvaluationError) in
          guard case .optional(let inner?) = value else { throw EvaluationError(.emptyOptional) }
          return inner
        }
      ]),
    FunctionDeclaration(
      "or", Text(en: "The optional, or another one if it is empty.", ja: "空なら別のoptional。"), isPure: true,
      [Overload(.member, [optional, optional], optional, .none)]),
    FunctionDeclaration(
      "orValue", Text(en: "The value of the optional, or another value if it is empty.", ja: "空なら代わりの値。"), isPure: true,
      [Overload(.member, [optional, value], value, .none)]),
    FunctionDeclaration(
      "first", Text(en: "The first element of a list, if there is one.", ja: "リストの最初の要素。"), isPure: true,
      [member(.list(value), optional) { list, _ throws(EvaluationError) in .optional(list.asList.first) }]),
    FunctionDeclaration(
      "last", Text(en: "The last element of a list, if there is one.", ja: "リストの最後の要素。"), isPure: true,
      [member(.list(value), optional) { list, _ throws(EvaluationError) in .optional(list.asList.last) }]),
    FunctionDeclaration(
      "optional.unwrap", Text(en: "The values that a list of optionals holds.", ja: "optionalのリストから値だけを取り出す。"),
      isPure: true, [Overload(.global, [.list(optional)], .list(value), .unary(unwrap))]),
    FunctionDeclaration(
      "unwrapOpt", Text(en: "The values that a list of optionals holds.", ja: "optionalのリストから値だけを取り出す。"),
      isPure: true, [Overload(.member, [.list(optional)], .list(value), .unary(unwrap))]),
  ]

  private static let unwrap: Unary = { list, context throws(EvaluationError) in
    try context.charge(list.asList.count)
    var values: [CELValue] = []
    for element in list.asList {
      guard case .optional(let inner) = element else { throw EvaluationError(.notOptional) }
      if let inner { values.append(inner) }
    }
    return .list(values)
  }
}
