import Diagnostics
import JSON
import Workflows

/// What must hold in a directory for every entry that a change touches.
struct DirectoryRules {
  private let directory: Directory
  private let today: Day

  /// A delegation is leave for a while, not a transfer.
  static let maxDelegationDays = 366
  static let maxDelegations = 20

  init(_ directory: Directory, today: Day) {
    self.directory = directory
    self.today = today
  }

  func complaints(about edit: DirectoryEdit) -> [Text] {
    switch edit {
    case .unit(let unit): complaints(about: unit)
    case .position(let position): complaints(about: position)
    case .party(let party): complaints(about: party)
    case .person(let person): complaints(about: person)
    case .membership(_, let after): after.map(complaints(about:)) ?? []
    case .delegation(_, let after): after.map(complaints(about:)) ?? []
    case .absence(_, let after): after.map(complaints(about:)) ?? []
    }
  }

  private func complaints(about unit: Unit) -> [Text] {
    var found = names(unit.code.text, unit.title)
    var seen: Set<UnitCode> = [unit.code]
    var current = unit.parent
    while let code = current {
      guard let above = directory.units[code] else { return found + [unknown("unit", "部署", code.text)] }
      guard seen.insert(code).inserted else {
        return found + [Text(en: "unit \(unit.code) stands under itself", ja: "部署「\(unit.code)」が自分の下にあります")]
      }
      current = above.parent
    }
    if seen.count > 32 {
      found.append(Text(en: "units stand at most 32 deep", ja: "部署の階層は32までです"))
    }
    return found
  }

  private func complaints(about position: Workflows.Position) -> [Text] {
    var found = names(position.code.text, position.title)
    if directory.units[position.unit] == nil { found.append(unknown("unit", "部署", position.unit.text)) }
    for deputy in position.deputies where directory.positions[deputy] == nil {
      found.append(unknown("position", "職", deputy.text))
    }
    return found
  }

  /// Formats as item data have them: one meaning of a corporate number in the whole house.
  private static let numbers = try? JSONSchema(
    [
      "properties": [
        "corporate": ["format": "jp-corporate-number"], "registration": ["format": "jp-invoice-registration-number"],
      ]
    ])

  private func complaints(about party: Party) -> [Text] {
    var found = names(party.code.text, party.name) + party.suspensions.flatMap(order)
    if let number = party.corporateNumber, Self.numbers?.isValid(["corporate": .string(number)]) != true {
      found.append(
        Text(
          en: "\(number) is no corporate number: 13 digits of which the first is the check digit of the others",
          ja: "「\(number)」は法人番号ではありません(13桁で、先頭は残り12桁の検査用数字です)"))
    }
    if let number = party.registrationNumber, Self.numbers?.isValid(["registration": .string(number)]) != true {
      found.append(
        Text(
          en: "\(number) is no number of a qualified invoice issuer: T and 13 digits",
          ja: "「\(number)」は適格請求書発行事業者の登録番号ではありません(Tと13桁の数字です)"))
    }
    return found
  }

  private func complaints(about person: Person) -> [Text] {
    var found = names(person.code.text, person.name)
    if let party = person.party, directory.parties[party] == nil { found.append(unknown("party", "事業者", party.text)) }
    if person.party == nil, !person.partyRoles.isEmpty {
      found.append(
        Text(
          en: "\(person.code) has roles of a party but no party; roles of the house hang on positions",
          ja: "「\(person.code)」は事業者に属さないため、事業者の役割を持てません(庁内の役割は職に付きます)"))
    }
    if person.party != nil, directory.memberships.contains(where: { $0.person == person.code }) {
      found.append(
        Text(en: "a party's user holds no position: \(person.code)", ja: "事業者の利用者「\(person.code)」は職に就けません"))
    }
    return found
  }

  private func complaints(about membership: Membership) -> [Text] {
    var found = order(membership.period)
    if directory.positions[membership.position] == nil {
      found.append(unknown("position", "職", membership.position.text))
    }
    guard let person = directory.people[membership.person] else {
      return found + [unknown("person", "人", membership.person.text)]
    }
    if person.party != nil {
      found.append(
        Text(en: "a party's user holds no position: \(person.code)", ja: "事業者の利用者「\(person.code)」は職に就けません"))
    }
    let same = directory.memberships.filter {
      $0.person == membership.person && $0.position == membership.position && overlap($0.period, membership.period)
    }
    if same.count > 1 {
      found.append(
        Text(
          en: "\(membership.person) would hold \(membership.position) twice at the same time",
          ja: "「\(membership.person)」が同じ期間に職「\(membership.position)」へ二重に就くことになります"))
    }
    return found
  }

  private func complaints(about absence: Absence) -> [Text] {
    var found = order(absence.period)
    if directory.people[absence.person] == nil { found.append(unknown("person", "人", absence.person.text)) }
    if absence.period.from == nil || absence.period.to == nil {
      found.append(Text(en: "an absence has a first and a last day", ja: "不在には開始日と終了日が必要です"))
    }
    return found
  }

  // MARK: Delegations: bounded, between equals, never in a circle

  private func complaints(about delegation: Delegation) -> [Text] {
    guard let giver = directory.people[delegation.from] else { return [unknown("person", "人", delegation.from.text)] }
    guard let taker = directory.people[delegation.to] else { return [unknown("person", "人", delegation.to.text)] }
    var found = order(delegation.period)
    if giver.code == taker.code {
      return [Text(en: "nobody delegates to themselves", ja: "自分自身への委任はできません")]
    }
    if giver.party != taker.party {
      found.append(Text(en: "one delegates within the house, or within one party", ja: "委任は庁内同士又は同じ事業者内に限ります"))
    }
    if !taker.isActive { found.append(Text(en: "\(taker.code) is not active", ja: "「\(taker.code)」は在籍していません")) }
    let start = delegation.period.from ?? today
    if let end = delegation.period.to {
      if end.number - start.number > Self.maxDelegationDays || end < today {
        found.append(
          Text(
            en: "a delegation ends in the future, at most \(Self.maxDelegationDays) days after it begins",
            ja: "委任の終了日は将来の日で、開始から\(Self.maxDelegationDays)日以内です"))
      }
    } else {
      found.append(Text(en: "a delegation has a last day", ja: "委任には終了日が必要です"))
    }
    if let limit = delegation.maxAmount, limit < 0 {
      found.append(Text(en: "the limit of an amount is not negative", ja: "限度額は0以上です"))
    }
    return found + roles(delegation, giver) + chains(delegation)
  }

  private func roles(_ delegation: Delegation, _ giver: Person) -> [Text] {
    let days = [delegation.period.from ?? today, today]
    let held = giver.partyRoles.union(
      days.flatMap { directory.positions(of: giver.code, on: $0) }.flatMap { directory.positions[$0]?.roles ?? [] })
    return delegation.roles.subtracting(held).sorted().map { role in
      Text(
        en: "\(giver.code) does not hold \(role) and cannot delegate it", ja: "「\(giver.code)」は役割\(role)を持たないため委任できません")
    }
  }

  private func chains(_ delegation: Delegation) -> [Text] {
    let live = directory.delegations.filter { overlap($0.period, delegation.period) && overlap($0.period, upcoming) }
    var found: [Text] = []
    if live.filter({ $0.from == delegation.from }).count > Self.maxDelegations {
      found.append(
        Text(en: "at most \(Self.maxDelegations) delegations at a time", ja: "同時にできる委任は\(Self.maxDelegations)件までです"))
    }
    // Upwards from the giver: who stands behind them; a circle shows when the taker is met.
    var behind: Set<PersonCode> = [delegation.from]
    var depth = 0
    var edge: Set<PersonCode> = behind
    while !edge.isEmpty, depth < 16 {
      if behind.contains(delegation.to) {
        return found + [
          Text(
            en: "\(delegation.to) delegates to \(delegation.from), directly or through others: a circle",
            ja: "「\(delegation.to)」から「\(delegation.from)」への委任があり、循環します")
        ]
      }
      depth += 1
      edge = Set(live.filter { edge.contains($0.to) }.map(\.from)).subtracting(behind)
      behind.formUnion(edge)
    }
    if depth > Directory.maxDelegationChain {
      found.append(
        Text(
          en: "a chain of delegations has at most \(Directory.maxDelegationChain) links",
          ja: "委任の連鎖は\(Directory.maxDelegationChain)段までです"))
    }
    return found
  }

  private var upcoming: Period { Period(from: today) }

  // MARK: Common

  private func names(_ code: String, _ title: Text) -> [Text] {
    var found: [Text] = []
    let isUsable = !code.isEmpty && code.utf8.count <= 200 && !code.contains { $0.isWhitespace || $0.isNewline }
    if !isUsable || code.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      found.append(
        Text(
          en: "a code has 1 to 200 bytes and no spaces: \"\(code.prefix(40))\"",
          ja: "コードは空白を含まない1~200バイトです:「\(code.prefix(40))」"))
    }
    if title.en.isEmpty || title.ja.isEmpty {
      found.append(Text(en: "\(code) needs a name in English and Japanese", ja: "「\(code)」には英語と日本語の名称が必要です"))
    }
    return found
  }

  private func order(_ period: Period) -> [Text] {
    guard let from = period.from, let to = period.to, to < from else { return [] }
    return [Text(en: "the period ends (\(to)) before it begins (\(from))", ja: "期間の終了日(\(to))が開始日(\(from))より前です")]
  }

  private func unknown(_ en: String, _ ja: String, _ code: String) -> Text {
    Text(en: "there is no \(en) \(code)", ja: "\(ja)「\(code)」はありません")
  }

  private func overlap(_ one: Period, _ other: Period) -> Bool {
    let startsBeforeEnd = { (a: Period, b: Period) in a.from.map { from in b.to.map { from <= $0 } ?? true } ?? true }
    return startsBeforeEnd(one, other) && startsBeforeEnd(other, one)
  }
}
