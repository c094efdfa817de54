import Diagnostics
import Testing

@testable import Workflows

/// A file of the language with one mistake in it, and the code that must say so.
struct BrokenFile: CustomTestStringConvertible {
  let code: String
  let name: String
  let kind: FileKind
  let text: String

  var testDescription: String { "\(code) \(name)" }

  init(_ code: String, _ name: String, _ kind: FileKind, _ text: String) {
    self.code = code
    self.name = name
    self.kind = kind
    self.text = text
  }

  /// The sample definition with one text replaced.
  init(_ code: String, _ name: String, _ find: String, _ replacement: String) {
    self.init(code, name, .workflow, SampleDefinition.edited(find, replacement))
  }

  /// Of every file, found once for all tests.
  private static let found = Dictionary(uniqueKeysWithValues: all.map { ($0.key, $0.check()) })

  private static let library = loadLibrary(
    LibraryFiles(
      workflows: [SourceFile(name: "loan.yaml", text: SampleDefinition.text), SampleDefinition.project],
      calendars: [SampleDefinition.calendar], parameters: [SampleDefinition.limit])
  ).library

  private var key: String { "\(kind) \(code) \(name)" }

  var diagnostics: [Diagnostic] { Self.found[key] ?? [] }

  private func check() -> [Diagnostic] {
    switch kind {
    case .workflow: return SampleDefinition.load(text).diagnostics
    case .calendar: return loadCalendar(SourceFile(name: "office.yaml", text: text)).diagnostics
    case .parameter: return loadParameter(SourceFile(name: "loan-limit.yaml", text: text)).diagnostics
    case .cast: return loadCast(SourceFile(name: "cast.yaml", text: text)).diagnostics
    case .scenario:
      let cast = loadCast(SourceFile(name: "cast.yaml", text: SampleCast.text)).cast
      return loadCase(SourceFile(name: "case.yaml", text: text), library: Self.library, directory: cast?.directory)
        .diagnostics
    }
  }
}

enum SampleCast {
  static let text = """
    cast: office
    units:
      - {code: head, title: {en: Head office, ja: 本庁}}
      - {code: stock, title: {en: Stock, ja: 備品係}, parent: head}
    positions:
      - {code: clerk, title: {en: Clerk, ja: 係員}, unit: stock, roles: [borrower]}
      - {code: keeper, title: {en: Keeper, ja: 管理者}, unit: stock, roles: [keeper], deputies: [clerk]}
    people:
      - {code: tanaka, name: {en: Tanaka, ja: 田中}, email: tanaka@example.jp, positions: [clerk]}
      - {code: suzuki, name: {en: Suzuki, ja: 鈴木}, positions: [keeper]}
    parties:
      - code: maker
        name: {en: Maker, ja: 業者}
        suspended: {from: 2026-04-01, to: 2026-09-30}
        users: [{code: hara, name: {en: Hara, ja: 原}, roles: [vendor]}]
    delegations:
      - {from: suzuki, to: tanaka, roles: [keeper], until: 2026-12-31, max_amount: 1000}
    """

  static func edited(_ find: String, _ replacement: String) -> String {
    precondition(text.ranges(of: find).count == 1, "\(find) stands in the sample exactly once")
    return text.replacing(find, with: replacement)
  }
}

enum SampleCase {
  static func steps(_ steps: String) -> String {
    """
    case: 貸出の一例
    at: 2026-04-10T10:00
    steps:
      - {create: loan, as: loan, by: tanaka, data: {subject: 端末, value: 1}, expect: {state: draft}}
    \(steps.split(separator: "\n").map { "  " + $0 }.joined(separator: "\n"))
    """
  }
}

extension BrokenFile {
  static let calendars: [BrokenFile] = {
    func edited(_ find: String, _ replacement: String) -> String {
      let text = SampleDefinition.calendar.text(Span(0, SampleDefinition.calendar.bytes.count))
      precondition(text.ranges(of: find).count == 1, "\(find) stands in the sample exactly once")
      return text.replacing(find, with: replacement)
    }
    return [
      BrokenFile("E106", "a workflow where a calendar is wanted", .calendar, "workflow: loan\n"),
      BrokenFile("E161", "a holiday after the known ones", .calendar, edited("date: 2026-05-05", "date: 2028-05-05")),
      BrokenFile(
        "E162", "a holiday twice", .calendar,
        edited(
          "holidays: [{date: 2026-05-05, title: {en: Children's Day, ja: こどもの日}}]",
          """
          holidays:
            - {date: 2026-05-05, title: {en: Children's Day, ja: こどもの日}}
            - {date: 2026-05-05, title: {en: Holiday, ja: 休日}}
          """)),
      BrokenFile("E165", "another time zone", .calendar, edited("known_until", "time_zone: Europe/Paris\nknown_until")),
      BrokenFile("Y505", "a day that does not exist", .calendar, edited("date: 2026-05-05", "date: 2026-02-30")),
      BrokenFile("Y504", "a misspelt day of the week", .calendar, edited("saturday", "saturdy")),
    ]
  }()

  static let parameters: [BrokenFile] = {
    func edited(_ find: String, _ replacement: String) -> String {
      let text = SampleDefinition.limit.text(Span(0, SampleDefinition.limit.bytes.count))
      precondition(text.ranges(of: find).count == 1, "\(find) stands in the sample exactly once")
      return text.replacing(find, with: replacement)
    }
    return [
      BrokenFile("E161", "periods that overlap", .parameter, edited("to: 2025-03-31", "to: 2025-04-01")),
      BrokenFile("E161", "periods out of order", .parameter, edited("from: 2025-04-01", "from: 2020-04-01")),
      BrokenFile("E163", "a combination without a value", .parameter, edited("{short: 7, long: 8}", "{short: 7}")),
      BrokenFile("E163", "a key that does not exist", .parameter, edited("laptop: {short: 5", "lapotp: {short: 5")),
      BrokenFile(
        "E163", "a value instead of a table", .parameter,
        edited("table: {laptop: {short: 5, long: 6}, phone: {short: 7, long: 8}}", "value: 5")),
      BrokenFile("E164", "a value that breaks the schema", .parameter, edited("long: 8", "long: -8")),
      BrokenFile("E154", "a number that JSON cannot say", .parameter, edited("long: 8", "long: .inf")),
      BrokenFile("J202", "a misspelt keyword", .parameter, edited("minimum: 0", "minimun: 0")),
    ]
  }()

  static let casts: [BrokenFile] = [
    BrokenFile("E171", "units in a circle", .cast, SampleCast.edited("ja: 本庁}}", "ja: 本庁}, parent: stock}")),
    BrokenFile(
      "E221", "unknown unit", .cast,
      SampleCast.edited("unit: stock, roles: [borrower]", "unit: stok, roles: [borrower]")),
    BrokenFile("E222", "unknown position", .cast, SampleCast.edited("positions: [clerk]", "positions: [clark]")),
    BrokenFile("E223", "unknown person", .cast, SampleCast.edited("from: suzuki", "from: suzuky")),
    BrokenFile("E104", "a person twice", .cast, SampleCast.edited("code: hara", "code: tanaka")),
    BrokenFile(
      "E161", "a suspension that ends before it starts", .cast, SampleCast.edited("to: 2026-09-30", "to: 2026-03-30")),
  ]

  static let cases: [BrokenFile] = [
    BrokenFile("E209", "unknown workflow", .scenario, SampleCase.steps("- {create: lona, by: tanaka}")),
    BrokenFile("E225", "unknown alias", .scenario, SampleCase.steps("- {do: submit, on: lona, by: tanaka}")),
    BrokenFile("E226", "unknown act", .scenario, SampleCase.steps("- {do: submitt, on: loan, by: tanaka}")),
    BrokenFile("E223", "unknown person", .scenario, SampleCase.steps("- {do: submit, on: loan, by: tanak}")),
    BrokenFile("E222", "unknown position", .scenario, SampleCase.steps("- {do: submit, on: loan, by: tanaka/clrk}")),
    BrokenFile(
      "E206", "unknown slot", .scenario,
      SampleCase.steps("- {attach: plegde, on: loan, by: tanaka, file: {name: a, media: text/plain, text: a}}")),
    BrokenFile("E227", "unknown task", .scenario, SampleCase.steps("- {task: {name: lable}, on: loan}")),
    BrokenFile("E203", "unknown field", .scenario, SampleCase.steps("- {edit: {subjekt: 端末}, on: loan, by: tanaka}")),
    BrokenFile(
      "E201", "unknown state", .scenario,
      SampleCase.steps("- {do: submit, on: loan, by: tanaka, expect: {state: cheking}}")),
    BrokenFile(
      "E173", "time runs backwards", .scenario,
      SampleCase.steps("- at: 2026-04-09\n- {do: submit, on: loan, by: tanaka}")),
    BrokenFile(
      "E172", "because without a refusal", .scenario,
      SampleCase.steps("- {do: submit, on: loan, by: tanaka, expect: {because: 借用書}}")),
    BrokenFile(
      "E172", "two acts in a step", .scenario, SampleCase.steps("- {do: submit, vote: approve, on: loan, by: tanaka}")),
    BrokenFile(
      "Y505", "an effect of no kind", .scenario,
      SampleCase.steps("- {do: submit, on: loan, by: tanaka, expect: {effects: [timre back]}}")),
    BrokenFile("Y502", "nobody acts", .scenario, SampleCase.steps("- {do: submit, on: loan}")),
  ]
}
