package import Diagnostics
import YAML

/// Every code that reading definitions, calendars, parameters, casts and cases reports beside those of YAML (`Y…`),
/// JSON Schema (`J…`) and expressions (`C…`). A code never changes its meaning. E1…: structure and types; E2…: names.
package enum LoaderCode: String, Sendable, CaseIterable {
  // The whole
  case nameForm = "E101"
  case codePattern = "E102"
  case emptyText = "E103"
  case twice = "E104"
  case actName = "E105"
  case fileKind = "E106"
  case tooLarge = "E107"
  // States
  case noInitial = "E111"
  case severalInitial = "E112"
  case finalState = "E113"
  case outcome = "E114"
  case onWithoutCause = "E115"
  case waitsTwice = "E116"
  case reviewOutcomes = "E117"
  case quorum = "E118"
  // Deadlines
  case deadlineBasis = "E121"
  case noConsequence = "E122"
  case deadlineTransition = "E123"
  // Transitions
  case trigger = "E131"
  case leavesFinal = "E132"
  case except = "E133"
  case target = "E134"
  case nobodyActs = "E135"
  case resultTransition = "E136"
  case voteName = "E137"
  // Roles and documents
  case holder = "E141"
  case selfExclusion = "E142"
  case media = "E143"
  // Data and types
  case dataObject = "E151"
  case fieldAnnotation = "E152"
  case resultType = "E153"
  case number = "E154"
  // Calendars and parameters
  case dayOrder = "E161"
  case dayTwice = "E162"
  case keyCombination = "E163"
  case parameterValue = "E164"
  case timeZone = "E165"
  // Casts and cases
  case unitCircle = "E171"
  case expectation = "E172"
  case timeOrder = "E173"
  // Names
  case unknownState = "E201"
  case unknownRole = "E202"
  case unknownField = "E203"
  case unknownDuty = "E204"
  case unknownTransition = "E205"
  case unknownSlot = "E206"
  case unknownParameter = "E207"
  case unknownCalendar = "E208"
  case unknownWorkflow = "E209"
  case unknownOutcome = "E210"
  case unknownKey = "E211"
  case unknownUnit = "E221"
  case unknownPosition = "E222"
  case unknownPerson = "E223"
  case unknownAlias = "E225"
  case unknownAct = "E226"
  case unknownTask = "E227"

  package var title: Text {
    switch self {
    case .nameForm: Text(en: "A name of the wrong form", ja: "名前の形式の誤り")
    case .codePattern: Text(en: "Mistake in the pattern of item codes", ja: "案件コードの書式の誤り")
    case .emptyText: Text(en: "A text is empty", ja: "文言が空")
    case .twice: Text(en: "The same thing twice", ja: "同じものの重複")
    case .actName: Text(en: "Two acts of one name", ja: "操作名の衝突")
    case .fileKind: Text(en: "A file of another kind", ja: "ファイルの種類が違う")
    case .tooLarge: Text(en: "The definition is too large", ja: "定義が大きすぎる")
    case .noInitial: Text(en: "No initial state", ja: "初期状態がない")
    case .severalInitial: Text(en: "Several initial states", ja: "初期状態が複数")
    case .finalState: Text(en: "A final state cannot hold this", ja: "終了状態に書けない項目")
    case .outcome: Text(en: "An outcome outside a final state", ja: "終了状態でない状態の結果")
    case .onWithoutCause: Text(en: "on: without a child or review", ja: "子案件も審査もない on")
    case .waitsTwice: Text(en: "A state with both child and review", ja: "子案件と審査の併用")
    case .reviewOutcomes: Text(en: "A review's outcome is not handled", ja: "審査結果の行き先がない")
    case .quorum: Text(en: "Mistake in a quorum", ja: "定足数の誤り")
    case .deadlineBasis: Text(en: "A deadline needs one of after and at", ja: "期限の定め方の誤り")
    case .noConsequence: Text(en: "A deadline without a consequence", ja: "効果のない期限")
    case .deadlineTransition: Text(en: "A deadline cannot fire this transition", ja: "期限で行えない遷移")
    case .trigger: Text(en: "A transition needs one of by, when, by: system", ja: "遷移の起動方法の誤り")
    case .leavesFinal: Text(en: "A transition leaves a final state", ja: "終了状態からの遷移")
    case .except: Text(en: "except: without from: any", ja: "from: any のない except")
    case .target: Text(en: "A target that cannot be", ja: "行き先の誤り")
    case .nobodyActs: Text(en: "This needs somebody who acts", ja: "操作する人がいない")
    case .resultTransition: Text(en: "A result needs a transition by: system", ja: "結果を受ける遷移の誤り")
    case .voteName: Text(en: "A name that votes use", ja: "票の名前との衝突")
    case .holder: Text(en: "Mistake in held_by", ja: "held_by の誤り")
    case .selfExclusion: Text(en: "A role excludes itself", ja: "自分自身を除外する役割")
    case .media: Text(en: "Mistake in a media type", ja: "メディアタイプの誤り")
    case .dataObject: Text(en: "The data schema is no object with properties", ja: "データスキーマがオブジェクトでない")
    case .fieldAnnotation: Text(en: "Mistake in a field's title or x- keyword", ja: "項目の title または x- の誤り")
    case .resultType: Text(en: "The expression has another type", ja: "式の型が違う")
    case .number: Text(en: "A number that JSON cannot say", ja: "JSON で表せない数")
    case .dayOrder: Text(en: "Days in the wrong order", ja: "日付の順序の誤り")
    case .dayTwice: Text(en: "A day twice", ja: "日付の重複")
    case .keyCombination: Text(en: "A table is not complete", ja: "表の過不足")
    case .parameterValue: Text(en: "A value breaks its schema", ja: "値がスキーマに合わない")
    case .timeZone: Text(en: "Another time zone", ja: "時間帯の誤り")
    case .unitCircle: Text(en: "Units in a circle", ja: "部署の循環")
    case .expectation: Text(en: "Mistake in an expectation", ja: "期待値の誤り")
    case .timeOrder: Text(en: "Time runs backwards", ja: "時刻の逆行")
    case .unknownState: Text(en: "Unknown state", ja: "未知の状態")
    case .unknownRole: Text(en: "Unknown role", ja: "未知の役割")
    case .unknownField: Text(en: "Unknown data field", ja: "未知のデータ項目")
    case .unknownDuty: Text(en: "Unknown duty", ja: "未知の義務")
    case .unknownTransition: Text(en: "Unknown transition", ja: "未知の遷移")
    case .unknownSlot: Text(en: "Unknown document slot", ja: "未知の添付欄")
    case .unknownParameter: Text(en: "Unknown parameter", ja: "未知のパラメータ")
    case .unknownCalendar: Text(en: "Unknown calendar", ja: "未知の暦")
    case .unknownWorkflow: Text(en: "Unknown workflow", ja: "未知のワークフロー")
    case .unknownOutcome: Text(en: "Unknown outcome", ja: "未知の結果")
    case .unknownKey: Text(en: "Unknown key", ja: "未知のキー")
    case .unknownUnit: Text(en: "Unknown unit", ja: "未知の部署")
    case .unknownPosition: Text(en: "Unknown position", ja: "未知の職")
    case .unknownPerson: Text(en: "Unknown person", ja: "未知の人")
    case .unknownAlias: Text(en: "Unknown alias", ja: "未知の別名")
    case .unknownAct: Text(en: "Unknown act", ja: "未知の操作")
    case .unknownTask: Text(en: "Unknown task", ja: "未知の作業")
    }
  }
}

extension Findings {
  func report(
    _ code: LoaderCode, _ message: Text, at location: Location, notes: [Diagnostic.Note] = [], help: Text? = nil
  ) {
    report(Diagnostic(code.rawValue, .error, message, at: location, notes: notes, help: help))
  }
}

extension FieldReader {
  /// Reports a rule of the record itself, under `field` if it is there.
  func report(_ code: LoaderCode, _ message: Text, at field: String? = nil, help: Text? = nil) {
    report(code.rawValue, message, at: field, help: help)
  }
}
