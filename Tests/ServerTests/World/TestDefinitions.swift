/// Small definitions in which every kind of refusal can happen, and a contract under which the shipped invoice flow
/// runs.
enum TestDefinitions {
  static let loan = """
    workflow: equipment-loan
    title: {en: Equipment loan, ja: 備品貸出}
    key: LN-{fiscal_year}-{sequence:6}
    create: {by: [borrower]}
    search: {subject: data.subject, amount: data.value, date: data.due_on, party: data.vendor}
    data:
      type: object
      additionalProperties: false
      required: [subject, value]
      properties:
        subject: {type: string, minLength: 1, maxLength: 200, title: {en: Subject, ja: 件名}}
        value: {type: integer, minimum: 0, maximum: 100000000, x-unit: JPY, x-visible: [internal], title: {en: Value, ja: 価格}}
        due_on: {type: string, format: date, title: {en: Due on, ja: 返却期限}}
        vendor: {type: string, maxLength: 50, title: {en: Vendor, ja: 業者}}
    documents:
      pledge: {title: {en: Pledge, ja: 借用書}, media: [application/pdf, text/plain], by: [borrower]}
      memo: {title: {en: Memo, ja: 内部資料}, media: [text/plain], by: [borrower], visible: [internal]}
    roles:
      borrower: {title: {en: Borrower, ja: 借受者}, held_by: position}
      keeper: {title: {en: Keeper, ja: 管理者}, held_by: position, excludes: [borrower]}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true, edit: [{by: borrower, fields: all}]}
      lent: {title: {en: Lent, ja: 貸出中}}
      shipping: {title: {en: Being shipped, ja: 発送中}}
      returned: {title: {en: Returned, ja: 返却済}, final: true, outcome: returned}
    transitions:
      lend:
        title: {en: Lend, ja: 貸し出す}
        from: draft
        to: lent
        by: keeper
        input: {optional: [due_on]}
        guard:
          - require: size(documents.pledge) > 0
            else: {en: Attach the pledge, ja: 借用書を添付してください}
            met_by: [borrower]
          - require: data.value < 1000000
            else: {en: Too valuable to lend, ja: 貸出には高価すぎます}
            met_by: [borrower]
      ship:
        title: {en: Ship, ja: 発送する}
        from: lent
        to: shipping
        by: keeper
        effects:
          - task: {name: parcel, kind: external, to: carrier, with: {code: item.code}, on: {done: arrive}}
      arrive: {title: {en: Arrive, ja: 到着}, from: shipping, to: lent, by: system}
      give_back: {title: {en: Take back, ja: 返却を受ける}, from: lent, to: returned, by: keeper, reason: required}

    """

  static let contract = """
    workflow: contract-request
    title: {en: Contract, ja: 契約}
    key: CR-{fiscal_year}-{sequence:6}
    create: {by: [contract_officer]}
    search: {subject: data.subject, party: data.vendor}
    data:
      type: object
      additionalProperties: false
      properties:
        subject: {type: string, maxLength: 200, title: {en: Subject, ja: 件名}}
        vendor: {type: string, maxLength: 50, title: {en: Vendor, ja: 受注者}}
        accepted_value: {type: integer, minimum: 0, title: {en: Accepted value, ja: 検収額}}
    roles:
      contract_officer: {title: {en: Contract officer, ja: 契約担当者}, held_by: position, scope: anywhere}
    states:
      claimable: {title: {en: Claimable, ja: 請求可能}, initial: true, edit: [{by: contract_officer, fields: all}]}
      done: {title: {en: Done, ja: 完了}, final: true}
    transitions:
      finish: {title: {en: Finish, ja: 完了する}, from: claimable, to: done, by: contract_officer}

    """

  static let fee = """
    parameter: loan-fee
    title: {en: Loan fee, ja: 貸出料}
    value: {type: integer, minimum: 0, x-unit: JPY}
    values:
      - {from: 2025-04-01, to: 2026-03-31, source: 貸出要綱3条, value: 100}
      - {from: 2026-04-01, source: 貸出要綱3条, value: 120}

    """

  static let broken = """
    workflow: broken
    title: {en: Broken, ja: 壊れた定義}
    key: BR-{sequence:3}
    create: {by: [borrower]}
    data: {type: object, properties: {}}
    roles:
      borrower: {title: {en: Borrower, ja: 借受者}, held_by: position}
    states:
      draft: {title: {en: Draft, ja: 起案}, initial: true}
    transitions:
      go: {title: {en: Go, ja: 進む}, from: draft, to: nowhere, by: borrower}

    """
}
