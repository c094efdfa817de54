/// A definition of any size whose states are all reachable and whose guards all differ.
struct LargeDefinition {
  let states: Int
  let transitions: Int
  /// Whether data may be edited in every state: then every question can be proved. Otherwise an item of a small amount
  /// may get stuck, which is left undecided.
  var isEditable = false

  var text: String {
    var text = """
      workflow: large-flow
      title: {en: Large flow, ja: 大きな流れ}
      key: LF-{fiscal_year}-{sequence:6}
      create: {by: [handler]}
      search: {subject: data.subject, amount: data.amount}
      data:
        type: object
        additionalProperties: false
        required: [subject, amount, kind]
        properties:
          subject: {type: string, minLength: 1, maxLength: 200, title: {en: Subject, ja: 件名}}
          amount: {type: integer, minimum: 0, maximum: 9000000000000, x-unit: JPY, title: {en: Amount, ja: 金額}}
          kind: {enum: [works, purchase, lease, other], title: {en: Kind, ja: 種別}}
      roles:
        handler: {title: {en: Handler, ja: 担当者}}
        chief: {title: {en: Chief, ja: 係長}}
      states:
        s0: {title: {en: State 0, ja: 状態0}, initial: true, edit: [{by: handler, fields: all}]}

      """
    let edit = isEditable ? ", edit: [{by: handler, fields: all}]" : ""
    for state in 1..<states - 1 { text += "  s\(state): {title: {en: State \(state), ja: 状態\(state)}\(edit)}\n" }
    text += "  s\(states - 1): {title: {en: The end, ja: 終わり}, final: true, outcome: ended}\ntransitions:\n"
    for number in 0..<transitions { text += transition(number) }
    return text
  }

  /// The first ones make a path through all states; the rest lead back and forth.
  private func transition(_ number: Int) -> String {
    let from = number % (states - 1)
    let stride = number / (states - 1)
    let there = stride == 0 ? from + 1 : (from * 7 + stride * 131) % states
    // Straight from the first state into the end nothing of the data is certain.
    let to = from == 0 && there == states - 1 ? 1 : there
    // Of the length of a text the verifier knows no bounds, so that a choice among such conditions is never certain.
    let length = isEditable ? "" : " && size(data.subject) > \(number % 40)"
    return """
        t\(number):
          title: {en: Move \(number), ja: 移動\(number)}
          from: s\(from)
          to: s\(to)
          by: \(number % 3 == 0 ? "chief" : "handler")
          guard:
            - require: data.amount >= \(number) && (data.kind != "other" || data.amount < \(9_000_000 + number))\(length)
              else: {en: Not for move \(number), ja: 移動\(number)はできません}
              met_by: [handler]

      """
  }
}
