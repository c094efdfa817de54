import Diagnostics
import Foundation
import JSON
import Testing
import Workflows
import YAML

@testable import Authoring

@Suite struct LanguageSchemaTests {
  static let folders: [(kind: FileKind, folder: String)] = [
    (.workflow, ""), (.calendar, "calendars"), (.parameter, "parameters"), (.cast, "cases"),
    (.scenario, "cases/approval"), (.scenario, "cases/contract-request"), (.scenario, "cases/invoice"),
    (.scenario, "cases/project-oversight"), (.scenario, "cases/service-canvas"), (.scenario, "cases/system-assessment"),
  ]

  /// Draft-07 as our reader of 2020-12 takes it: only the place of the definitions differs in what we use.
  static func compiled(_ kind: FileKind) throws -> JSONSchema {
    let text = LanguageSchema.document(kind).canonicalText.replacing("\"definitions\":", with: "\"$defs\":")
      .replacing("#/definitions/", with: "#/$defs/").replacing(
        "\"$schema\":\"http://json-schema.org/draft-07/schema#\",", with: "")
    return try JSONSchema(try JSONValue(parsing: Array(text.utf8)), options: .conformance)
  }

  @Test(arguments: FileKind.allCases)
  func theCommittedSchemasAreInStep(kind: FileKind) throws {
    let file = Samples.root.appending(path: "workflows/schema/" + LanguageSchema.fileName(kind))
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try? FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(LanguageSchema.text(kind).utf8).write(to: file)
    }
    let committed = try? Data(contentsOf: file)
    #expect(
      committed.map { String(decoding: $0, as: UTF8.self) } == LanguageSchema.text(kind), "run with UPDATE_GOLDEN=1")
  }

  @Test(arguments: folders)
  func everyShippedFileIsValidAndNamesItsSchema(kind: FileKind, folder: String) throws {
    let schema = try Self.compiled(kind)
    for file in try Samples.files(folder) where FileKind.of(file) == kind {
      let node = try #require(YAMLReader(limits: YAMLLimits(bytes: 4 << 20)).document(file, Findings()))
      let violations = schema.validate(node.value.asJSON)
      #expect(violations.isEmpty, "\(file.name): \(violations.prefix(3))")
      let line = file.text(file.lineRange(0))
      #expect(line == LanguageSchema.modeline(kind), "\(file.name)")
    }
  }

  /// A file of each kind in which every record of the language occurs.
  static let samples: [(kind: FileKind, text: String)] = [
    (
      .workflow,
      """
      workflow: loan
      title: {en: Loan, ja: 貸出}
      description: {en: A, ja: B}
      key: LN-{sequence:6}
      calendar: office
      parameters: [loan-limit]
      create: {by: [borrower], parents: [loan], standalone: true, input: {required: [subject], optional: [value]}, guard: [{require: "true", else: {en: A, ja: B}, source: s, met_by: [borrower]}], source: s}
      search: {subject: data.subject, amount: data.value, date: data.due_on, party: data.subject}
      keys: {alike: [data.subject]}
      abandon: withdrawn
      data: {type: object, additionalProperties: false, required: [subject, value], properties: {subject: {type: string, title: {en: S, ja: 件}}, value: {type: integer, title: {en: V, ja: 価}}, due_on: {type: string, format: date, title: {en: D, ja: 期}}}}
      documents: {pledge: {title: {en: P, ja: 書}, media: [application/pdf], by: [borrower], max_size: 5MiB, max_count: 2, visible: [internal], substantive: true, source: s}}
      roles:
        borrower: {title: {en: B, ja: 借}, held_by: creator, delegable: false, source: s}
        keeper: {title: {en: K, ja: 管}, scope: anywhere, excludes: [borrower], acting: look}
      states:
        draft: {title: {en: D, ja: 起}, initial: true, edit: [{by: borrower, fields: all, source: s}], source: s}
        checking:
          title: {en: C, ja: 審}
          deadlines: {back: {title: {en: A, ja: B}, after: 14, unit: working_days, from: today, first_day: counted, roll: next_working_day, remind: [{before: 3, unit: working_days, to: [keeper]}], escalate: [{after: 0, unit: hours, to: [keeper], message: {en: A, ja: B}}], do: time_out, source: s}, other: {at: today, escalate: [{after: 0, to: keeper}]}}
          review: {content: [subject], stages: [{name: line, title: {en: L, ja: 線}, by: keeper, positions: '["a"]', order: sequence, quorum: any, optional: true, source: s}], on: {approved: {to: repair, effects: [{unset: [value]}]}, returned: draft, rejected: withdrawn}, source: s}
        repair: {title: {en: R, ja: 修}, child: {workflow: loan, with: {subject: data.subject}}, on: {withdrawn: draft}}
        withdrawn: {title: {en: W, ja: 下}, final: true, outcome: withdrawn}
      transitions:
        submit: {title: {en: S, ja: 提}, from: draft, to: checking, by: borrower, input: {required: [value]}, reason: required, delegable: false, suspends: false, guard: [{require: "true", else: {en: A, ja: B}}], effects: [{set: {value: 1}}, {unset: [due_on]}, {open: report}, {start: {workflow: loan, with: {subject: data.subject}}}, {notify: {to: [keeper], message: {en: A, ja: B}}}, {task: {name: label, kind: webhook, to: printer, with: {code: item.code}, on: {done: time_out, failed: time_out}, priority: 1}}], source: s}
        time_out: {title: {en: T, ja: 切}, from: any, except: [draft], to: withdrawn, by: system}
        close: {title: {en: C, ja: 了}, from: draft, to: withdrawn, when: item.opened}
      duties: {report: {title: {en: R, ja: 報}, by: keeper, due: {after: 5, escalate: [{after: 0, to: [keeper]}]}, input: {optional: [value]}, blocks: [close], source: s}, look: {title: {en: L, ja: 閲}, by: keeper}}
      migrate: {states: {old: draft}, roles: {old: keeper}, fields: {old: value}}
      """
    ),
    (
      .calendar,
      """
      calendar: office
      title: {en: Office, ja: 役所}
      source: s
      time_zone: Asia/Tokyo
      known_until: 2027-12-31
      weekly: [saturday, sunday]
      closures: [{from: "12-29", to: "01-03", title: {en: Closed, ja: 休み}, source: s}]
      holidays: [{date: 2026-05-05, title: {en: Children's Day, ja: こどもの日}, source: s}]
      """
    ),
    (
      .parameter,
      """
      parameter: loan-limit
      title: {en: Limit, ja: 上限}
      description: {en: A, ja: B}
      source: s
      value: {type: integer, minimum: 0}
      keys: {kind: [laptop, phone]}
      values: [{from: 2020-04-01, to: 2025-03-31, source: s, table: {laptop: 1, phone: 2}}]
      """
    ),
    (
      .cast,
      """
      cast: office
      units: [{code: head, title: {en: H, ja: 本}}, {code: stock, title: {en: S, ja: 係}, parent: head}]
      positions: [{code: clerk, title: {en: C, ja: 員}, unit: stock, roles: [borrower], deputies: [clerk]}]
      people: [{code: tanaka, name: {en: T, ja: 田}, email: t@example.jp, positions: [clerk]}]
      parties: [{code: maker, name: {en: M, ja: 業}, corporate_number: "7000012050002", registration_number: T7000012050002, suspended: {from: 2026-04-01, to: 2026-09-30, reason: r}, users: [{code: hara, name: {en: H, ja: 原}, email: h@example.jp, roles: [vendor]}]}]
      delegations: [{from: tanaka, to: tanaka, roles: [keeper], since: 2026-01-01, until: 2026-12-31, max_amount: 1000}]
      """
    ),
    (
      .scenario,
      """
      case: 一例
      at: 2026-04-10T10:00
      steps:
        - {create: loan, as: a, under: b, by: t, data: {x: 1}, intake: true, expect: {state: s, data: {x: 1}, version: 1, effects: [timer a], no_effects: [round], may: {t: [d]}, tasks: {l: {x: 1}}, outcome: o, open_duties: [d], b: {state: s, data: {x: 1}, version: 1, effects: [round], no_effects: [start a], may: {t: [d]}, tasks: {l: {x: 1}}, outcome: o, open_duties: [d]}}}
        - {at: 2026-04-11, do: submit, on: a, by: t, set: {x: 1}, reason: r, expect: {refused: denied, because: [x]}}
        - {vote: approve, on: a, by: t, reason: r}
        - {edit: {x: 2}, on: a, by: t, reason: r}
        - {attach: pledge, on: a, by: t, file: {name: n, media: text/plain, text: t, size: 1KiB}}
        - {link: {from: a, to: b, relation: cites}, by: t}
        - {delegate: {from: t, to: u, roles: [r], since: 2026-01-01, until: 2026-12-31, max_amount: 1}}
        - {absent: {person: t, from: 2026-01-01, until: 2026-12-31}}
        - {move: {person: t, from: p, to: q}}
        - {task: {name: l, result: {a: 1}, failed: true}, on: a}
        - {at: 2026-05-01, expect: {state: s}}
      """
    ),
  ]

  /// Each sample with each of its keys removed, misspelt, or given a value of another kind: what the loader says of the
  /// structure, the schema says too, and what the schema refuses, the loader does not take.
  @Test(arguments: samples)
  func theSchemaAndTheLoaderAgree(kind: FileKind, text: String) throws {
    let schema = try Self.compiled(kind)
    let source = SourceFile(name: "sample", text: text)
    let tree = try #require(YAMLReader().document(source, Findings())).value
    #expect(schema.isValid(tree.asJSON), "\(schema.validate(tree.asJSON).prefix(3))")
    #expect(Self.structuralCodes(kind, tree).isEmpty, "\(Self.structuralCodes(kind, tree))")
    var mutants = 0
    for mutant in tree.mutants {
      let structural = Self.structuralCodes(kind, mutant.tree)
      let isValid = schema.isValid(mutant.tree.asJSON)
      mutants += 1
      #expect(structural.isEmpty || !isValid, "the loader refuses \(structural), the schema does not: \(mutant.name)")
      #expect(isValid || Self.hasErrors(kind, mutant.tree), "the schema refuses what the loader takes: \(mutant.name)")
    }
    #expect(mutants > 20)
  }

  private static func diagnostics(_ kind: FileKind, _ tree: YAMLValue) -> [Diagnostic] {
    let file = SourceFile(name: "mutant", text: tree.flowLine)
    switch kind {
    case .workflow: return loadLibrary(LibraryFiles(workflows: [file])).diagnostics
    case .calendar: return loadCalendar(file).diagnostics
    case .parameter: return loadParameter(file).diagnostics
    case .cast: return loadCast(file).diagnostics
    case .scenario: return loadCase(file).diagnostics
    }
  }

  private static func structuralCodes(_ kind: FileKind, _ tree: YAMLValue) -> [String] {
    diagnostics(kind, tree).map(\.code).filter { ["Y501", "Y502", "Y503", "Y504", "Y505", "Y506"].contains($0) }
  }

  private static func hasErrors(_ kind: FileKind, _ tree: YAMLValue) -> Bool { diagnostics(kind, tree).hasErrors }
}

extension YAMLValue {
  var asJSON: JSONValue {
    switch self {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .int(let number): .number(.init(number))
    case .float(let float): JSONNumber(float.double).map { .number($0) } ?? .null
    case .string(let text): .string(text)
    case .sequence(let items): .array(items.map(\.asJSON))
    case .mapping(let pairs):
      .object(Dictionary(pairs.map { ($0.key, $0.value.asJSON) }, uniquingKeysWith: { a, _ in a }))
    }
  }

  /// Flow YAML with keys in order.
  var flowLine: String {
    switch self {
    case .sequence(let items): "[" + items.map(\.flowLine).joined(separator: ", ") + "]"
    case .mapping(let pairs):
      "{" + pairs.map { JSONValue.string($0.key).canonicalText + ": " + $0.value.flowLine }.joined(separator: ", ")
        + "}"
    case .null, .bool, .int, .float, .string: asJSON.canonicalText
    }
  }

  /// Every tree that differs in one key, named by its path.
  var mutants: [(name: String, tree: YAMLValue)] {
    switch self {
    case .mapping(let pairs):
      var found: [(name: String, tree: YAMLValue)] = []
      for (index, pair) in pairs.enumerated() {
        func with(_ pair: Pair?) -> YAMLValue {
          var copy = pairs
          if let pair { copy[index] = pair } else { copy.remove(at: index) }
          return .mapping(copy)
        }
        found.append(("-\(pair.key)", with(nil)))
        found.append(("\(pair.key)=[[null]]", with(Pair(pair.key, .sequence([.sequence([.null])])))))
        found.append(("\(pair.key)=null", with(Pair(pair.key, .null))))
        found.append(("\(pair.key)={zzqq}", with(Pair(pair.key, .mapping([Pair("zzqqzzqq", .int(1))])))))
        found += pair.value.mutants.map { ("\(pair.key).\($0.name)", with(Pair(pair.key, $0.tree))) }
      }
      found.append(("+zzqqzzqq", .mapping(pairs + [Pair("zzqqzzqq", .int(1))])))
      return found
    case .sequence(let items):
      return items.enumerated().flatMap { index, item in
        item.mutants.map { mutant in
          var copy = items
          copy[index] = mutant.tree
          return ("[\(index)].\(mutant.name)", YAMLValue.sequence(copy))
        }
      }
    case .null, .bool, .int, .float, .string: return []
    }
  }
}
