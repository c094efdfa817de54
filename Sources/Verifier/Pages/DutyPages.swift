import Diagnostics

extension VerifierCode {
  /// Pages of the rules about deadlines, reviews, roles and duties.
  var dutyPage: ExplanationPage {
    switch self {
    case .unreachableQuorum:
      ExplanationPage(
        meaning: Text(
          en: """
            A stage of the review asks for more votes than it can ever have voters. The electorate is the positions that \
            carry the role when the round opens, or those listed by positions: a creator or a position named by a field \
            is one, a party none. The engine refuses to enter such a state.
            """,
          ja: """
            審査の段階が、投票できる職の数を超える票を求めています。投票できるのは、審査を開くときにその役割を持つ職か、\
            positions に並べた職です。creator や項目で定める職は一つ、party は無しです。エンジンはこの状態に入れません。
            """),
        example: """
          roles: {author: {title: {en: Author, ja: 起案者}, held_by: creator}}
          states:
            review:
              review:
                stages: [{name: line, title: {en: Line, ja: 審議}, by: author, quorum: 2}]
          """,
        mending: Text(
          en: "Lower the quorum, list more positions, or let a role vote that positions carry.",
          ja: "定足数を下げるか、職を増やすか、職の持つ役割に投票させてください。"))
    case .unheldRole:
      ExplanationPage(
        meaning: Text(
          en: """
            Whatever the directory says, nobody can hold this role: it is held by the item's party and no item ever \
            belongs to one, or by the position that a field names and nothing ever sets the field.
            """,
          ja: """
            名簿がどうであっても、この役割は誰も担えません。案件が事業者に属することがないか、職を定める項目に値を\
            入れる操作がありません。
            """),
        example: """
          create: {by: [clerk]}          # an internal role, and no search: {party: …}
          roles:
            vendor: {title: {en: Vendor, ja: 受注者}, held_by: party}
          """,
        mending: Text(
          en: "Let a role of the party create items, name the party in search: {party: …}, or set the field.",
          ja: "事業者の役割に作成を許すか、search の party に事業者を書くか、項目に値を入れてください。"))
    case .dutiesCannotBeKept:
      ExplanationPage(
        meaning: Text(
          en: """
            Two roles exclude one another, but the same person holds both: the creator, or the holder of the position that \
            a field names. On every way to the act that person has acted in the other role already, so nobody may perform \
            it. A position has one holder; creating an item is an act in the role that creates. A delegate or deputy acts \
            in that person's name and is barred too. The path ends with the act.
            """,
          ja: """
            互いに分離された二つの役割を、同じ人（作成者、または項目で定めた職の人）が担います。その行為に至るどの経路でも、\
            その人はすでに他方を務めているため、誰も行えません。一つの職を担うのは一人で、作成も作成する役割での行為です。\
            委任や代決もその人の名で行うため同じです。経路の最後がその行為です。
            """),
        example: """
          create: {by: [author]}
          roles:
            author:  {title: {en: Author, ja: 起案者}, held_by: creator}
            checker: {title: {en: Checker, ja: 確認者}, held_by: creator, excludes: [author]}
          """,
        mending: Text(
          en: "Let another position hold one of the two roles.", ja: "どちらかの役割を別の職に持たせてください。"))
    case .dutiesCanBeMixed:
      ExplanationPage(
        meaning: Text(
          en: """
            One person can act in two roles that exclude one another, although every step is judged. The engine judges an \
            act by the definitions of the items that are there. Where the acts happen in items whose definitions do not \
            exclude the pair, and the item whose definition does is created in the family, or in a linked one, only \
            later, under an item that is still open, nobody is stopped. An after-review is done by the absent holder and not judged again. The path lists \
            the steps.
            """,
          ja: """
            各段階で判定していても、分離された二つの役割を一人が務められます。エンジンは、その時にある案件の定義で判定します。\
            この組を分離しない定義の案件で行為があり、分離を定める案件が、まだ終わっていない案件の下に（同じ案件群やリンク先に）\
            後から作られると、止められません。\
            後閲は不在だった本人が行い、再び判定されません。経路に手順を示します。
            """),
        example: """
          # project.yaml: clerk and chief act here, nothing is excluded
          # report.yaml, created under the project later:
          roles:
            chief: {title: {en: Chief, ja: 課長}, excludes: [clerk]}
          """,
        mending: Text(
          en: "Declare the exclusion in every definition in which one of the two roles acts.",
          ja: "どちらかの役割が行為をするすべての定義で、分離（excludes）を宣言してください。"))
    default:
      ExplanationPage(
        meaning: Text(
          en: """
            When the deadline passes nothing happens, whatever the item's data: it is escalated to nobody, or only to \
            roles that nobody could hold, and it fires no transition that can fire in this state. A deadline of a state \
            that no item reaches is never armed and not asked about (E301).
            """,
          ja: """
            データがどうであっても、期限を過ぎて何も起きません。督促先がないか、誰も担えない役割だけで、実行可能な遷移も\
            起動しません。到達できない状態の期限は始まらないため、対象にしません（E301）。
            """),
        example: """
          states:
            review:
              deadlines:
                late: {after: 3, unit: working_days, escalate: []}
          """,
        mending: Text(
          en: "Escalate it to a role that somebody can hold, or let it fire a transition whose guards can be met.",
          ja: "担える役割への督促（escalate）か、条件を満たせる遷移（do）を書いてください。"))
    }
  }
}
