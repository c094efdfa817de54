import Engine
import JSON
import Workflows

/// What the benchmark moves: an item of ordinary size with two guards, a change of data and a follow-up task a move.
enum BenchFlow {
  static let manualName: WorkflowName = "bench-manual"
  static let automaticName: WorkflowName = "bench-automatic"
  static let forth: TransitionName = "forth"
  static let back: TransitionName = "back"

  /// Moved by people, forth and back.
  static let manual = """
    workflow: bench-manual
    title: {en: Bench, ja: 計測}
    key: BM-{fiscal_year}-{sequence:6}
    create: {by: [handler]}
    search: {subject: data.subject, amount: data.amount}
    data:
      type: object
      additionalProperties: false
      required: [subject, kind, amount, moves]
      properties:
        subject: {type: string, minLength: 1, maxLength: 200, title: {en: Subject, ja: 件名}}
        kind: {enum: [works, purchase, lease, other], title: {en: Kind, ja: 種別}}
        amount: {type: integer, minimum: 0, maximum: 9000000000000, x-unit: JPY, title: {en: Amount, ja: 金額}}
        moves: {type: integer, minimum: 0, maximum: 9000000000000, title: {en: Moves, ja: 移動回数}}
        note: {type: string, maxLength: 2000, title: {en: Note, ja: 備考}}
    roles:
      handler: {title: {en: Handler, ja: 担当者}}
    states:
      one: {title: {en: One, ja: 一}, initial: true, edit: [{by: handler, fields: all}]}
      two: {title: {en: Two, ja: 二}}
      end: {title: {en: End, ja: 終}, final: true, outcome: ended}
    transitions:
      forth:
        title: {en: Forth, ja: 進む}
        from: one
        to: two
        by: handler
        guard: &guard
          - require: data.amount > 0 && data.amount < 5000000000
            else: {en: The amount is out of range, ja: 金額が範囲外です}
            met_by: [handler]
          - require: data.kind != "other" || size(data.subject) > 10
            else: {en: Say what it is, ja: 内容を書いてください}
            met_by: [handler]
        effects: &effects
          - set: {moves: data.moves + 1}
          - task: {name: tell, kind: external, to: bench, with: {code: item.code, moves: data.moves}}
      back:
        title: {en: Back, ja: 戻る}
        from: two
        to: one
        by: handler
        guard: *guard
        effects: *effects
      finish: {title: {en: Finish, ja: 終える}, from: [one, two], to: end, by: handler}

    """

  /// Moves by itself until its count is used up: each move asks for the next.
  static let automatic = """
    workflow: bench-automatic
    title: {en: Bench, ja: 計測}
    key: BA-{fiscal_year}-{sequence:6}
    create: {by: [handler]}
    search: {subject: data.subject, amount: data.amount}
    data:
      type: object
      additionalProperties: false
      required: [subject, kind, amount, left]
      properties:
        subject: {type: string, minLength: 1, maxLength: 200, title: {en: Subject, ja: 件名}}
        kind: {enum: [works, purchase, lease, other], title: {en: Kind, ja: 種別}}
        amount: {type: integer, minimum: 0, maximum: 9000000000000, x-unit: JPY, title: {en: Amount, ja: 金額}}
        left: {type: integer, minimum: 0, maximum: 9000000000000, title: {en: Left, ja: 残り}}
        note: {type: string, maxLength: 2000, title: {en: Note, ja: 備考}}
    roles:
      handler: {title: {en: Handler, ja: 担当者}}
    states:
      ready: {title: {en: Ready, ja: 準備}, initial: true, edit: [{by: handler, fields: all}]}
      moving: {title: {en: Moving, ja: 移動中}}
      ended: {title: {en: Ended, ja: 終}, final: true, outcome: ended}
    transitions:
      start: {title: {en: Start, ja: 始める}, from: ready, to: moving, when: "true"}
      go:
        title: {en: Go, ja: 進む}
        from: moving
        to: moving
        when: data.left > 0
        guard:
          - require: data.amount > 0 && data.amount < 5000000000
            else: {en: The amount is out of range, ja: 金額が範囲外です}
        effects:
          - set: {left: data.left - 1}
      stop: {title: {en: Stop, ja: 止まる}, from: moving, to: ended, when: data.left <= 0}

    """

  static func data(_ number: Int) -> [String: JSONValue] {
    [
      "subject": .string("計測用の案件 第\(number)号"), "kind": "purchase", "amount": .number(.init(1_000_000 + number)),
      "moves": 0, "note": "電子申請システムの改修に係る業務委託。仕様書は別紙のとおりとし、納期は年度末とする。",
    ]
  }

  static func automaticData(_ number: Int) -> [String: JSONValue] {
    var data = data(number)
    data["moves"] = nil
    data["left"] = 1_000_000_000
    return data
  }
}
