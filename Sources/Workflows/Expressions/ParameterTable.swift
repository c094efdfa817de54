import CEL
import Diagnostics
import JSON

/// `params.direct_award_ceiling(data.kind, today)`: effective-dated tables in expressions.
enum ParameterTable {
  static let typeName = "params"

  static func declaration(_ parameter: Parameter) -> FunctionDeclaration {
    let shape = parameter.shape
    let receiver = CELType.opaque(typeName, [])
    let keys = parameter.keys.map { CELType.enumeration($0.values) }
    return FunctionDeclaration(
      parameter.name.text.replacing("-", with: "_"),
      Text(
        en: "\(parameter.title.en): the value in force on the day (default: today)",
        ja: "\(parameter.title.ja):その日(省略時は今日)に適用される値"),
      cost: 5,
      [
        Overload(
          .member, [receiver] + keys, shape.type,
          .variadic { arguments, context throws(EvaluationError) in
            try look(parameter.name, Array(arguments.dropFirst()), day: nil, shape, context)
          }),
        Overload(
          .member, [receiver] + keys + [.timestamp], shape.type,
          .variadic { arguments, context throws(EvaluationError) in
            guard case .timestamp(let moment)? = arguments.last else { throw EvaluationError(.unbound("day")) }
            return try look(
              parameter.name, Array(arguments.dropFirst().dropLast()), day: Instant(moment).day, shape, context)
          }),
      ])
  }

  /// Asks the library of the step, not the table the expression was compiled with: values change by effective date.
  private static func look(
    _ name: ParameterName, _ keys: [CELValue], day: Day?, _ shape: DataShape, _ context: EvaluationContext
  ) throws(EvaluationError) -> CELValue {
    guard let host = context.host as? StepHost else { throw EvaluationError(.unbound("params")) }
    let day = day ?? host.world.now.day
    let texts = keys.map { key in if case .string(let text) = key { text } else { "" } }
    // An older definition may have been written for a table of another form: no value is better than a wrong one.
    if let table = host.world.library.parameters[name], table.keys.count != texts.count || table.shape != shape {
      throw EvaluationError(
        .host(
          code: "parameter",
          Text(
            en: "the table \(name) has another form now than when this definition was deployed",
            ja: "パラメータ\(name)の表の形は、この定義の配備時から変わっています")))
    }
    guard let value = host.world.library.parameters[name]?.value(texts, on: day) else {
      throw EvaluationError(
        .host(
          code: "parameter",
          Text(
            en: "parameter \(name) has no value for (\(texts.joined(separator: ", "))) on \(day)",
            ja: "パラメータ\(name)には\(day)時点の値(\(texts.joined(separator: "、")))がありません")))
    }
    return shape.celValue(value)
  }
}
