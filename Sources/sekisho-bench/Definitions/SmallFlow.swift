/// A definition that is right, for breaking in one place each.
enum SmallFlow {
  static let text = """
    workflow: small-flow
    title: {en: Small flow, ja: 小さな流れ}
    key: SF-{fiscal_year}-{sequence:6}
    create: {by: [handler]}
    data:
      type: object
      additionalProperties: false
      required: [subject, amount]
      properties:
        subject: {type: string, minLength: 1, maxLength: 200, title: {en: Subject, ja: 件名}}
        amount: {type: integer, minimum: 0, maximum: 9000000000000, x-unit: JPY, title: {en: Amount, ja: 金額}}
    roles:
      handler: {title: {en: Handler, ja: 担当者}}
    states:
      open: {title: {en: Open, ja: 受付}, initial: true, edit: [{by: handler, fields: all}]}
      closed: {title: {en: Closed, ja: 完了}, final: true, outcome: closed}
    transitions:
      close:
        title: {en: Close, ja: 完了する}
        from: open
        to: closed
        by: handler
        guard:
          - require: data.amount <= 1000
            else: {en: Too much, ja: 金額が大きすぎます}

    """
}
