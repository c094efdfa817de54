import CEL
import Diagnostics
import YAML

/// Compiles the expressions of one definition: each in the environment of its circumstances, with the type that is
/// wanted of it. Mistakes stand at their line and column in the file.
///
/// A class because every part of a definition compiles through the one that remembers what expressions refer to.
final class ExpressionCompiler {
  private let types: ExpressionTypes
  private let vocabulary: Vocabulary
  private let findings: Findings
  private var environments: [ExpressionSetting: CELEnvironment] = [:]
  /// Some expression looks beyond its item.
  private(set) var readsFamily = false
  /// Fields of `family` and `children` that expressions read.
  private(set) var relatives: Set<String> = []

  init(_ types: ExpressionTypes, _ vocabulary: Vocabulary, _ findings: Findings) {
    self.types = types
    self.vocabulary = vocabulary
    self.findings = findings
  }

  /// - Parameters:
  ///   - wanted: what the value must be able to become.
  ///   - purpose: how a message calls it: "the guard", "amount of the search".
  ///   - states: the states that the item can be in; empty: any.
  func compile(
    _ scalar: YAMLScalar, _ setting: ExpressionSetting, as wanted: DataShape, for purpose: Text,
    states: [StateName] = []
  ) -> Expression? {
    let source = ExpressionSource(text: scalar.text) { scalar.location(ofValueRange: $0) }
    let environment = environment(setting)
    let compiled: CompiledExpression
    switch environment.compile(source) {
    case .success(let success): compiled = success
    case .failure(let failure):
      findings.report(Self.explained(failure.diagnostics, scalar))
      return nil
    }
    findings.report(compiled.warnings)
    let references = ExpressionReferences(compiled.root)
    note(references, source)
    if let mismatch = ShapeCheck(compiled, states: states).mismatch(compiled.root, wanted) {
      findings.report(mismatch.diagnostic(in: source, purpose))
      return nil
    }
    return Expression(
      text: scalar.text, location: scalar.location, compiled: compiled, environment: environment,
      dataFields: references.readsWholeData
        ? types.own.data.members.keys.sorted().map { FieldName($0) } : references.dataFields.map { FieldName($0) })
  }

  /// An expression that a word of the language stands for.
  func constant(_ text: String, at location: Location, _ setting: ExpressionSetting) -> Expression? {
    let environment = environment(setting)
    guard case .success(let compiled) = environment.compile(ExpressionSource(text: text) { _ in location }) else {
      return nil
    }
    return Expression(text: text, location: location, compiled: compiled, environment: environment, dataFields: [])
  }

  /// The usual slip inside braces: `{at: add_days(today, 3)}`, where YAML ends the text at the comma.
  private static func explained(_ diagnostics: [Diagnostic], _ scalar: YAMLScalar) -> [Diagnostic] {
    let (bytes, end) = (scalar.location.source.bytes, scalar.location.span.upper)
    guard scalar.style == .plain, end < bytes.count, bytes[end] == UInt8(ascii: ",") else { return diagnostics }
    return diagnostics.map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.help =
        diagnostic.help
        ?? Text(
          en: "inside { } and [ ] a comma ends the text: put the expression in quotes",
          ja: "{ } や [ ] の中では「,」で文字列が終わります。式を引用符で囲んでください")
      return diagnostic
    }
  }

  private func environment(_ setting: ExpressionSetting) -> CELEnvironment {
    if let known = environments[setting] { return known }
    let made = types.environment(setting)
    environments[setting] = made
    return made
  }

  private func note(_ references: ExpressionReferences, _ source: ExpressionSource) {
    readsFamily = readsFamily || references.readsFamily
    if references.readsWholeFamily {
      relatives.formUnion(types.neighbours.values.map(\.fieldName))
    } else {
      relatives.formUnion(references.relatives)
    }
    for argument in references.namedArguments {
      let kind = argument.kind
      if !vocabulary.has(argument.name, kind) {
        findings.unknown(argument.name, kind, known: vocabulary.known(kind), at: source.locate(argument.range))
      }
    }
  }
}
