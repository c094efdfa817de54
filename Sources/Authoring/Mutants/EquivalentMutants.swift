package import Diagnostics
import YAML

/// Mutants that behave like the definition, each with the reason: nothing can catch them.
package struct EquivalentMutants: Sendable {
  /// By the mutant's id.
  package private(set) var reasons: [String: String] = [:]
  private var places: [String: Location] = [:]

  package init() {}

  /// Reads `cases/equivalent-mutants.yaml`: a list of `{mutants: [ids], reason}`.
  package static func load(_ file: SourceFile) -> (list: EquivalentMutants, diagnostics: [Diagnostic]) {
    let findings = Findings()
    var list = EquivalentMutants()
    guard let node = YAMLReader().document(file, findings) else { return (list, findings.diagnostics) }
    let entry = YAMLReading<([Located<String>], String)>.record { fields in
      let ids = fields.required("mutants", .oneOrMore(of: .located(.string(length: 1...500))))
      let reason = fields.required("reason", .string(length: 1...1_000))
      guard let ids, let reason else { return nil }
      return (ids, reason)
    }
    let groups = YAMLReading<[([Located<String>], String)]>.record { fields in
      fields.required("equivalent_mutants", .list(of: entry))
    }.read(document: node, findings)
    for (ids, reason) in groups ?? [] {
      for id in ids {
        if list.reasons[id.value] != nil {
          findings.report(
            Diagnostic(
              "M101", .error, Text(en: "\(id.value) is listed twice", ja: "「\(id.value)」が二度あります"), at: id.location))
        }
        list.reasons[id.value] = reason
        list.places[id.value] = id.location
      }
    }
    return (list, findings.diagnostics.inReadingOrder())
  }

  /// Entries that are true no longer: the mutant does not exist any more, or something catches it.
  package func stale(among all: [Mutant], _ results: [MutantRun.Result]) -> [Diagnostic] {
    let existing = Set(all.map(\.id))
    let workflows = Set(all.map(\.workflow))
    let caught = Set(results.filter(\.verdict.isCaught).map(\.mutant.id))
    return reasons.keys.sorted().compactMap { id in
      // A run over one workflow says nothing of the others.
      guard workflows.contains(String(id.prefix { $0 != ":" })) else { return nil }
      if !existing.contains(id) {
        return Diagnostic(
          "M102", .error, Text(en: "there is no mutant \(id) any more", ja: "変異「\(id)」はもうありません"), at: places[id],
          help: Text(en: "remove the entry", ja: "項目を取り除いてください"))
      }
      guard caught.contains(id) else { return nil }
      return Diagnostic(
        "M103", .error, Text(en: "\(id) is caught: it is not equivalent", ja: "「\(id)」は検出されます。等価ではありません"),
        at: places[id], help: Text(en: "remove the entry", ja: "項目を取り除いてください"))
    }
  }
}
