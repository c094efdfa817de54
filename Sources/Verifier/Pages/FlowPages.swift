import Diagnostics

extension VerifierCode {
  /// Pages of the rules about states and transitions.
  var flowPage: ExplanationPage {
    switch self {
    case .noWayToEnd:
      ExplanationPage(
        meaning: Text(
          en: """
            Some item comes to stand in this state and can never be brought to a final state, whatever anybody does: no \
            transition leads on, or none that is possible for its data; a draft lacks what is required and nobody may \
            complete it; two automatic transitions are possible at once; its child ended as the state does not foresee. \
            The path shows how such an item gets there. Persons are taken to be as many as needed, and who is alone in \
            holding a role to keep clear of what would bar him from it, unless he has to do it.
            """,
          ja: """
            この状態に、どのような操作をしても終了状態に至らない案件がありえます。先へ進む遷移がないか、そのデータでは\
            起こらないか、必須項目を欠いた起案を誰も補えないか、二つの自動遷移が同時に可能か、子案件が想定外の結果で\
            終わった場合です。経路は、その案件の到達のしかたを示します。担当者は必要なだけおり、ある役割を一人だけが担う\
            人は、義務でない限り、それを妨げる行為をしないものとみなします。
            """),
        example: """
          states:
            draft:  {title: {en: Draft, ja: 起案}, initial: true}
            parked: {title: {en: Parked, ja: 保留}}
            done:   {title: {en: Done, ja: 完了}, final: true}
          transitions:
            park: {title: {en: Park, ja: 保留する}, from: draft, to: parked, by: clerk}
          """,
        mending: Text(
          en:
            "Add a transition from the state towards an end whose guards can be met, or take the state out of the flow.",
          ja: "この状態から終了へ向かう、条件を満たせる遷移を加えるか、この状態を流れから外してください。"))
    case .neverFires:
      ExplanationPage(
        meaning: Text(
          en: """
            The transition can never happen. Its conditions contradict one another, or the types and bounds of the data \
            schema, or what effects set on every way to it; or nobody could hold its roles; or nothing fires it (a \
            transition by: system that no deadline or task names); or it leaves only states that no item reaches.
            """,
          ja: """
            この遷移は決して起こりません。条件どうしが矛盾するか、データスキーマの型や範囲と矛盾するか、そこに至るどの経路でも\
            effects が設定する値と矛盾します。または、役割を担える人がいない、起動するもの（期限や作業）がない、到達できない\
            状態からしか出ない、のいずれかです。
            """),
        example: """
          data: {type: object, properties: {n: {type: integer, maximum: 10, title: {en: N, ja: 数}}}}
          transitions:
            approve_it:
              guard: [{require: data.?n.orValue(0) > 10, else: {en: Too few, ja: 不足}}]
          """,
        mending: Text(
          en:
            "Mend the condition or the bound that contradicts it, name a role that somebody can hold, or remove the transition.",
          ja: "矛盾する条件か範囲を直すか、担える役割を書くか、この遷移を取り除いてください。"))
    case .ambiguousAutomatic:
      ExplanationPage(
        meaning: Text(
          en: """
            Two automatic transitions of one state can both be possible for the same data. The engine refuses to guess: \
            the item stays where it is and the work is set aside. The note shows data for which both conditions hold.
            """,
          ja: """
            一つの状態の二つの自動遷移が、同じデータで同時に可能になります。エンジンは推測せず、案件はその場に留まり、\
            作業は保留されます。注記に両方の条件が成り立つデータの例を示します。
            """),
        example: """
          transitions:
            small: {from: checked, to: done,  when: data.amount <= 100}
            large: {from: checked, to: chief, when: data.amount >= 100}
          """,
        mending: Text(
          en: "Let one condition exclude the other: use the negation of it, or another case of the same field.",
          ja: "一方の条件が他方を除くようにしてください。否定を使うか、同じ項目の別の場合にします。"))
    case .restlessAutomatic:
      ExplanationPage(
        meaning: Text(
          en: """
            Automatic transitions of the item alone lead from this state back to it, and nothing on the way makes their \
            conditions fail. An item would move for ever without anybody acting. The state lies on the circle itself; one \
            from which an item only falls into a circle is not meant. The path ends with one round of the circle.
            """,
          ja: """
            案件自身の自動遷移がこの状態から同じ状態へ戻り、途中に条件を成り立たなくするものがありません。誰も操作しない\
            まま動き続けます。循環の上にある状態だけを指し、循環に入るだけの状態は含みません。経路の終わりが循環の一周です。
            """),
        example: """
          transitions:
            there: {from: open,    to: waiting, when: data.amount > 0}
            back:  {from: waiting, to: open,    when: data.amount > 0}
          """,
        mending: Text(
          en: "Put an act of a person into the circle, or let an effect change what the conditions read.",
          ja: "循環の中に人の操作を入れるか、条件が読む値を effects で変えてください。"))
    case .automaticGap:
      ExplanationPage(
        meaning: Text(
          en: """
            Only automatic transitions leave this state, and some item comes to stand in it for which none of them is \
            possible or can become so. What may be edited, supplied or attached here counts as a way on, if it can make a \
            condition hold, and so does what lies outside the item (other items, the day); the item's own data do not \
            change by themselves. Two transitions possible at once are another matter (E304).
            """,
          ja: """
            この状態を離れるのは自動遷移だけですが、どれも可能にならない案件がありえます。ここで許される編集・入力・添付で\
            条件を満たせるなら先へ進めるものとし、案件の外（他の案件、日付）も同様です。案件自身のデータは自然には\
            変わりません。二つが同時に可能な場合は E304 です。
            """),
        example: """
          transitions:
            small: {from: checked, to: done,  when: data.amount < 100}
            large: {from: checked, to: chief, when: data.amount > 100}    # and 100?
          """,
        mending: Text(
          en: "Add a transition for the remaining case, widen a condition, or let somebody act in this state.",
          ja: "残る場合の遷移を加えるか、条件を広げるか、人が操作できるようにしてください。"))
    default:
      ExplanationPage(
        meaning: Text(
          en: """
            No run of the definition brings an item into this state: no transition leads to it, or those that do can \
            never fire, or nobody can create an item at all. The notes say which.
            """,
          ja: """
            どのように進めても、案件はこの状態になりません。至る遷移がないか、あっても決して起こらないか、そもそも\
            案件を作成できません。注記にその理由を示します。
            """),
        example: """
          states:
            draft:  {title: {en: Draft, ja: 起案}, initial: true}
            review: {title: {en: Review, ja: 確認}}
            done:   {title: {en: Done, ja: 完了}, final: true}
          transitions:
            finish: {title: {en: Finish, ja: 終える}, from: draft, to: done, by: clerk}
          """,
        mending: Text(
          en:
            "Add a transition that leads here and can fire, mend the guard of the one that does, or remove the state.",
          ja: "ここに至る遷移を加えるか、至る遷移の条件を直すか、この状態を取り除いてください。"))
    }
  }
}
