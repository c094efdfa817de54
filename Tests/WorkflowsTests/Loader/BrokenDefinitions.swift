@testable import Workflows

/// The sample definition with one mistake each, by section of the language.
extension BrokenFile {
  /// 400 states and 300 transitions out of any of them.
  private static let sprawling: String = {
    let states = (0..<400).map { "  s\($0): {title: {en: S, ja: 状態}}\n" }.joined()
    let transitions = (0..<300).map { "  t\($0): {title: {en: T, ja: 遷移}, from: any, to: s0, by: keeper}\n" }.joined()
    return SampleDefinition.text.replacing("states:\n", with: "states:\n" + states)
      .replacing("transitions:\n", with: "transitions:\n" + transitions)
  }()

  static let wholes: [BrokenFile] = [
    BrokenFile("E107", "more transitions than anyone can follow", .workflow, sprawling),
    BrokenFile("E101", "a name with capitals", "workflow: loan", "workflow: Loan_Of"),
    BrokenFile("E101", "a state with hyphens", "  overdue: {", "  over-due: {"),
    BrokenFile("E102", "a code without a sequence", "LN-{fiscal_year}-{sequence:6}", "LN-{fiscal_year}"),
    BrokenFile("E102", "an unknown part of a code", "LN-{fiscal_year}-{sequence:6}", "LN-{fiscal}-{sequence:6}"),
    BrokenFile("E103", "an empty text", "{en: Loan, ja: 貸出}", "{en: Loan, ja: \"\"}"),
    BrokenFile("E104", "a role twice", "create: {by: [borrower]", "create: {by: [borrower, borrower]"),
    BrokenFile("E105", "a duty of the name of a transition", "  report:\n", "  lend:\n"),
    BrokenFile("E137", "a transition of the name of a vote", "  withdraw: {", "  return: {"),
    BrokenFile("E207", "an unknown parameter", "parameters: [loan-limit]", "parameters: [loan-limits]"),
    BrokenFile("E208", "an unknown calendar", "calendar: office", "calendar: offices"),
    BrokenFile("E209", "an unknown parent", "parents: [project]", "parents: [projekt]"),
    BrokenFile("E134", "abandon is no final state", "abandon: withdrawn", "abandon: waiting"),
    BrokenFile("Y502", "a missing title", "title: {en: Loan, ja: 貸出}\n", ""),
    BrokenFile("Y503", "a misspelt key", "abandon: withdrawn", "abandom: withdrawn"),
    BrokenFile("Y401", "a duplicate key", "abandon: withdrawn", "abandon: withdrawn\nabandon: returned"),
  ]

  static let data: [BrokenFile] = [
    BrokenFile("E151", "data that are no object", "  type: object\n", "  type: array\n"),
    BrokenFile(
      "E152", "a field without a title", "post: {type: string, title: {en: Post, ja: 担当職}}", "post: {type: string}"),
    BrokenFile("E152", "hidden until, but visible to all", "x-visible: [internal], ", ""),
    BrokenFile("Y504", "set by nobody known", "post: {type: string", "post: {x-set-by: intakes, type: string"),
    BrokenFile("E202", "visible to an unknown role", "x-visible: [internal]", "x-visible: [intern]"),
    BrokenFile(
      "E203", "a required field that does not exist", "required: [subject, value]", "required: [subject, valu]"),
    BrokenFile("J202", "a misspelt keyword of JSON Schema", "maxLength: 200", "maxLenght: 200"),
    BrokenFile("J201", "a keyword's value of the wrong type", "maxLength: 200", "maxLength: long"),
  ]

  static let roles: [BrokenFile] = [
    BrokenFile("E141", "an unknown holder", "held_by: creator", "held_by: creater"),
    BrokenFile("E141", "a holder field that is no text", "held_by: data.post", "held_by: data.value"),
    BrokenFile("E142", "a role that excludes itself", "excludes: [borrower]", "excludes: [keeper]"),
    BrokenFile("E202", "an unknown role excluded", "excludes: [borrower]", "excludes: [borower]"),
    BrokenFile("E203", "a holder field that does not exist", "held_by: data.post", "held_by: data.posts"),
    BrokenFile("E204", "an unknown duty", "acting: after_review", "acting: after_revue"),
    BrokenFile("E143", "no media type", "media: [application/pdf]", "media: [PDF]"),
    BrokenFile("Y505", "a size without a known unit", "max_size: 5MiB", "max_size: 5MB"),
  ]

  static let states: [BrokenFile] = [
    BrokenFile("E111", "no initial state", "initial: true, ", ""),
    BrokenFile("E112", "two initial states", "ja: 延滞}}", "ja: 延滞}, initial: true}"),
    BrokenFile(
      "E113", "a final state with a deadline", "final: true, outcome: returned}",
      "final: true, deadlines: {late: {after: 1, escalate: [{after: 0, to: [keeper]}]}}}"),
    BrokenFile("E114", "an outcome of a state that is not final", "ja: 延滞}}", "ja: 延滞}, outcome: late}"),
    BrokenFile("E115", "on without a child", "ja: 延滞}}", "ja: 延滞}, on: {done: lent}}"),
    BrokenFile(
      "E116", "child and review", "    child: {workflow: project",
      "    review: {stages: [{name: a, title: {en: A, ja: あ}, by: checker, quorum: any}], on: {approved: lent, returned: lent, rejected: lent}}\n    child: {workflow: project"
    ),
    BrokenFile("E117", "a review's outcome without a target", ", rejected: withdrawn}", "}"),
    BrokenFile("E118", "no quorum", "quorum: any", "quorum: most"),
    BrokenFile("E121", "after and at", "after: 14\n", "after: 14\n        at: today\n"),
    BrokenFile("E122", "a deadline without a consequence", ", escalate: [{after: 0, to: [keeper]}]}\n", "}\n"),
    BrokenFile("E123", "a deadline that fires a human transition", "do: time_out", "do: come_back"),
    BrokenFile("E153", "a deadline's length in text", "after: 14", "after: '\"14\"'"),
    BrokenFile("E201", "a review that leads nowhere", "on: {approved: approved", "on: {approved: aproved"),
    BrokenFile("E202", "an unknown role may edit", "edit: [{by: borrower", "edit: [{by: borower"),
    BrokenFile(
      "E203", "an unknown field may be edited", "fields: [subject, value, kind, post]",
      "fields: [subject, value, kind, posts]"),
    BrokenFile("E205", "a deadline that fires nothing", "do: time_out", "do: time_our"),
    BrokenFile("E209", "an unknown child", "child: {workflow: project", "child: {workflow: projects"),
    BrokenFile("E203", "a field that the child has not", "with: {name: data.subject}", "with: {names: data.subject}"),
    BrokenFile("E210", "an outcome that the child has not", "on: {done: lent}", "on: {finished: lent}"),
  ]

  static let transitions: [BrokenFile] = [
    BrokenFile("E131", "neither by nor when", "    by: borrower\n    guard:", "    guard:"),
    BrokenFile(
      "E131", "by and when", "    by: borrower\n    guard:", "    by: borrower\n    when: \"true\"\n    guard:"),
    BrokenFile(
      "E132", "out of a final state", "from: [draft, approved], to: withdrawn", "from: [draft, returned], to: withdrawn"
    ),
    BrokenFile("E133", "except without any", "from: any, except", "from: lent, except"),
    BrokenFile(
      "E134", "a suspension that stays", "to: waiting, by: keeper, suspends: true",
      "to: $same, by: keeper, suspends: true"),
    BrokenFile(
      "E135", "a reason where nobody acts", "to: overdue, by: system", "to: overdue, by: system, reason: required"),
    BrokenFile("E136", "a result in a human transition", "on: {done: printed}", "on: {done: come_back}"),
    BrokenFile("E201", "an unknown state", "to: lent\n    by: keeper", "to: lnet\n    by: keeper"),
    BrokenFile("E201", "an unknown word with a dollar", "to: $resume", "to: $resum"),
    BrokenFile("E202", "an unknown role", "by: borrower\n    guard", "by: borower\n    guard"),
    BrokenFile("E203", "an unknown input", "optional: [kind]", "optional: [kinds]"),
    BrokenFile("E204", "an unknown duty opened", "open: report", "open: reports"),
    BrokenFile("E205", "a duty that blocks nothing", "blocks: [come_back]", "blocks: [came_back]"),
    BrokenFile("E104", "two tasks of one name", "- open: report", "- task: {name: label, kind: external, to: b}"),
    BrokenFile("Y503", "a misspelt effect", "- open: report", "- opens: report"),
  ]

  static let expressions: [BrokenFile] = [
    BrokenFile(
      "E153", "a guard that is no condition", "require: size(documents.pledge) > 0", "require: size(documents.pledge)"),
    BrokenFile("E153", "a value outside the choice", "kind: '\"laptop\"'", "kind: '\"labtop\"'"),
    BrokenFile("E153", "a text where a day is wanted", "due_on: 'add_days(today, 14)'", "due_on: '\"2026-04-01\"'"),
    BrokenFile("E153", "an optional value", "kind: '\"laptop\"'", "kind: data.?kind"),
    BrokenFile(
      "E211", "an unknown key", "require: size(documents.pledge) > 0", "require: size(same_key(\"alikes\")) == 0"),
    BrokenFile("E204", "an unknown duty asked for", "duty_open(\"report\")", "duty_open(\"reports\")"),
    BrokenFile(
      "E202", "an unknown role asked for", "require: size(documents.pledge) > 0",
      "require: size(acted(\"keepers\")) == 0"),
    BrokenFile(
      "C105", "an optional field read as certain", "require: size(documents.pledge) > 0",
      "require: data.kind == \"phone\""),
    BrokenFile(
      "C103", "a number compared with a Japanese text", "require: size(documents.pledge) > 0",
      "require: data.subject == \"借用\" && data.value == \"借用書\""),
    BrokenFile("C005", "a comma inside braces", "due_on: 'add_days(today, 14)'", "due_on: add_days(today, 14)"),
  ]

  static let all = wholes + data + roles + states + transitions + expressions + calendars + parameters + casts + cases
}
