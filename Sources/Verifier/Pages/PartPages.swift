import Diagnostics

extension VerifierCode {
  /// Pages of the rules about children, documents, parameters, labels and sources.
  var partPage: ExplanationPage {
    switch self {
    case .unattachableDocument:
      ExplanationPage(
        meaning: Text(
          en: """
            A transition asks for a document that can never be there: nobody could hold a role that may attach it, or the \
            slot takes fewer files than are asked for, or files of no size.
            """,
          ja: """
            遷移が、添付できない書類を求めています。添付できる役割を誰も担えないか、添付欄の上限より多い件数を求めて\
            いるか、ファイルの大きさの上限がゼロです。
            """),
        example: """
          documents:
            quotation: {title: {en: Quotation, ja: 見積書}, by: [clerk], max_count: 2}
          transitions:
            decide: {guard: [{require: size(documents.quotation) >= 3, else: {en: Three, ja: 三通}}]}
          """,
        mending: Text(
          en: "Let a role attach it that somebody can hold, or ask for what the slot can hold.",
          ja: "担える役割に添付を許すか、添付欄に入る件数・大きさにしてください。"))
    case .parameterGap:
      ExplanationPage(
        meaning: Text(
          en: """
            A parameter that this definition reads has no value on some day between its first and its last, or on the day \
            of the check. On such a day every guard that asks it is refused.
            """,
          ja: """
            この定義が読むパラメータに、最初と最後の間のある日、または点検の日の値がありません。その日には、これを読む\
            条件がすべて拒まれます。
            """),
        example: """
          values:
            - {from: 2020-04-01, to: 2025-03-31, value: 5}
            - {from: 2025-04-02, value: 6}           # nothing on 2025-04-01
          """,
        mending: Text(
          en: "Let a period end the day before the next one starts, or enter the missing value.",
          ja: "期間を次の期間の前日まで延ばすか、欠けている値を加えてください。"))
    case .missingLabel:
      ExplanationPage(
        meaning: Text(
          en:
            "A title inside the data schema is given in one language only, or in none: people of the other cannot read it.",
          ja: "データスキーマの中の title が片方の言語にしかないか、どちらにもありません。もう一方の利用者には読めません。"),
        example: """
          data:
            properties:
              lines: {type: array, items: {type: object, properties: {price: {type: integer, title: Price}}}}
          """,
        mending: Text(en: "Write title: {en: …, ja: …}.", ja: "title: {en: …, ja: …} と書いてください。"))
    case .missingSource:
      ExplanationPage(
        meaning: Text(
          en: """
            A rule of law does not say which law. Such rules are: a separation of duties; a duty that blocks transitions; a \
            guard, condition or period that asks a parameter whose values come from a law; the values of parameters.
            """,
          ja: """
            法的な規則に根拠がありません。対象は、職務の分離、遷移を妨げる義務、法令に基づく値のパラメータを読む条件や期間、\
            パラメータの値です。
            """),
        example: """
          roles:
            payer: {title: {en: Payer, ja: 会計管理者}, excludes: [orderer]}
          """,
        mending: Text(
          en: "Add source: with the article, ordinance or guideline.", ja: "source: に条文、規則または要綱を書いてください。"))
    default:
      ExplanationPage(
        meaning: Text(
          en: """
            The child that this state waits for can end in a way that the state does not handle, or in a final state \
            without an outcome. The parent then waits for ever. Each state is asked about the child with the data that it \
            gives it. The path shows both runs.
            """,
          ja: """
            この状態が待つ子案件が、行き先の定めのない結果、または結果のない終了状態で終わることがあります。親案件は待ち続けます。\
            子案件は、この状態が渡すデータで始まるものとして調べます。経路に親と子の両方を示します。
            """),
        example: """
          states:
            approval:
              child: {workflow: approval}
              on: {decided: approved}          # and rejected? withdrawn?
          """,
        mending: Text(
          en: "Add every outcome of the child under on, and give each of its final states an outcome.",
          ja: "子案件のすべての結果を on に書き、子案件の各終了状態に outcome を与えてください。"))
    }
  }
}
