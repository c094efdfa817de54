import Diagnostics

/// Answers one line of the conformance protocol (`sekisho debug cel`).
///
/// A line is an object: `id`, `expr`; optional `bindings` (name to tagged value), `type_env` (declarations in the JSON
/// form of `cel.expr.Decl`), `check: false` (evaluate without type checking), `macros: false`, `check_only`. The answer
/// is `{"id", "value": tagged}`, `{"id", "error": text}`, or `{"id", "type": type}` for a line that is only checked.
package struct ConformanceRunner: Sendable {
  private let timeZones: TimeZoneTable

  package init(timeZones: TimeZoneTable) { self.timeZones = timeZones }

  package func answer(_ line: TaggedValue) -> TaggedValue {
    let id = TaggedValue.Member("id", line["id"] ?? .null)
    do {
      return .object([id, try result(line)])
    } catch {
      return .object([id, TaggedValue.Member("error", .text(error.message[.en]))])
    }
  }

  private struct Refusal: Error {
    let message: Text
  }

  private func result(_ line: TaggedValue) throws(Refusal) -> TaggedValue.Member {
    guard let text = line["expr"]?.text else {
      throw Refusal(message: Text(en: "the line has no expr", ja: "行に expr がありません"))
    }
    let bindings = try bindings(line["bindings"])
    let declarations = try Declarations(line["type_env"])
    var variables = declarations.variables
    for name in bindings.keys where variables[name] == nil { variables[name] = .dyn }
    var environment = CELEnvironment(variables: variables, functions: declarations.functions)
    environment.validatesLiterals = false
    environment.isLenientAboutNull = true
    environment.expandsMacros = line["macros"]?.flag ?? true
    let expression = try compile(text, environment, isChecked: line["check"]?.flag ?? true)
    if line["check_only"]?.flag == true { return TaggedValue.Member("type", expression.resultType.tagged) }
    var activation = Activation(environment, timeZones: timeZones)
    for (name, value) in bindings { activation[name] = value }
    do {
      return TaggedValue.Member("value", try expression.evaluate(activation).tagged)
    } catch {
      throw Refusal(message: error.message)
    }
  }

  private func compile(
    _ text: String, _ environment: CELEnvironment, isChecked: Bool
  ) throws(Refusal) -> CompiledExpression {
    let source = ExpressionSource(text)
    let outcome = isChecked ? environment.compile(source) : environment.compileUnchecked(source)
    switch outcome {
    case .success(let expression): return expression
    case .failure(let failure):
      throw Refusal(message: failure.diagnostics.first?.message ?? Text(en: "refused", ja: "拒否されました"))
    }
  }

  private func bindings(_ tagged: TaggedValue?) throws(Refusal) -> [String: CELValue] {
    guard case .object(let members)? = tagged else { return [:] }
    var bindings: [String: CELValue] = [:]
    for member in members {
      guard let value = CELValue(tagged: member.value) else {
        throw Refusal(message: Text(en: "binding \(member.name) is no value", ja: "束縛 \(member.name) が値ではありません"))
      }
      bindings[member.name] = value
    }
    return bindings
  }

  private struct Declarations {
    var variables: [String: CELType] = [:]
    var functions: [FunctionDeclaration] = []

    init(_ tagged: TaggedValue?) throws(Refusal) {
      for declaration in tagged?.list ?? [] {
        guard let name = declaration["name"]?.text else { continue }
        if let type = declaration["ident"]?["type"] {
          guard let type = CELType(tagged: type) else {
            throw Refusal(message: Text(en: "unknown type of \(name)", ja: "\(name) の型が不明です"))
          }
          variables[name] = type
        }
        let overloads = (declaration["function"]?["overloads"]?.list ?? []).compactMap(Self.overload)
        if !overloads.isEmpty { functions.append(FunctionDeclaration(name, Text(verbatim: name), overloads)) }
      }
    }

    private static func overload(_ tagged: TaggedValue) -> Overload? {
      guard let result = tagged["resultType"].flatMap(CELType.init(tagged:)) else { return nil }
      let parameters = (tagged["params"]?.list ?? []).compactMap(CELType.init(tagged:))
      let isMember = tagged["isInstanceFunction"]?.flag ?? false
      return Overload(isMember ? .member : .global, parameters, result, .none)
    }
  }
}
