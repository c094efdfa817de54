package import Diagnostics
package import Workflows

/// People and the positions they hold, from a CSV file with a line of names first: the April personnel move as it comes
/// from the personnel section.
///
/// | column | meaning |
/// |---|---|
/// | `person` | code; a new one makes a new person |
/// | `name_en`, `name_ja`, `email`, `party`, `party_roles` (with `;`), `active` (true, false) | empty: as it is |
/// | `position`, `from`, `to` | a membership; without `from`, `to` ends the one that runs |
package struct PeopleFile {
  package let edits: [DirectoryEdit]
  package let diagnostics: [Diagnostic]

  static let columns = [
    "person", "name_en", "name_ja", "email", "party", "party_roles", "active", "position", "from", "to",
  ]

  /// Reads a file against the directory as it is; with one mistake there are no edits.
  package init(_ source: SourceFile, changing directory: Directory, on today: Day) {
    var reader = CSVReader(source)
    let records = reader.records()
    var reading = PeopleReading(source, directory)
    reading.diagnostics = reader.diagnostics
    if reader.diagnostics.isEmpty || !records.isEmpty { reading.read(records) }
    if !reading.diagnostics.hasErrors { reading.settle(on: today) }
    diagnostics = reading.diagnostics.inReadingOrder()
    edits = diagnostics.hasErrors ? [] : reading.edits.map(\.edit)
  }
}

private struct PeopleReading {
  struct Placed {
    let edit: DirectoryEdit
    let span: Span
  }

  private let source: SourceFile
  private let directory: Directory
  var diagnostics: [Diagnostic] = []
  var edits: [Placed] = []
  private var people: [PersonCode: (person: Person, index: Int)] = [:]
  private var memberships: [PersonCode: [Membership]]
  private var columns: [String: Int] = [:]

  init(_ source: SourceFile, _ directory: Directory) {
    self.source = source
    self.directory = directory
    memberships = Dictionary(grouping: directory.memberships, by: \.person)
  }

  mutating func read(_ records: [[CSVReader.Field]]) {
    guard let header = records.first else {
      return complain(
        Span(0, 0), .empty, Text(en: "the file is empty", ja: "ファイルが空です"),
        help: Text(en: "the first line names the columns", ja: "1行目に列名が必要です"))
    }
    readHeader(header)
    guard columns["person"] != nil else { return }
    for record in records.dropFirst() {
      guard record.count == header.count else {
        complain(
          record[min(record.count, header.count) - 1].span, .fieldCount,
          Text(
            en: "this record has \(record.count) fields, the first line \(header.count)",
            ja: "この行の欄は\(record.count)個ですが、1行目は\(header.count)個です"))
        continue
      }
      read(record)
    }
  }

  private mutating func readHeader(_ header: [CSVReader.Field]) {
    for (index, field) in header.enumerated() {
      let name = field.text.lowercased()
      guard PeopleFile.columns.contains(name) else {
        let hint = Suggestion.nearest(to: name, in: PeopleFile.columns)
        complain(
          field.span, .unknownColumn, Text(en: "no such column: \(field.text)", ja: "列「\(field.text)」はありません"),
          help: Text(
            en: hint.map { "did you mean \($0)?" } ?? "columns: \(PeopleFile.columns.joined(separator: ", "))",
            ja: hint.map { "\($0)ではありませんか" } ?? "列:\(PeopleFile.columns.joined(separator: "、"))"))
        continue
      }
      guard columns[name] == nil else {
        complain(field.span, .columns, Text(en: "column \(name) stands twice", ja: "列「\(name)」が重複しています"))
        continue
      }
      columns[name] = index
    }
    if columns["person"] == nil, let first = header.first {
      complain(first.span, .columns, Text(en: "there is no column \"person\"", ja: "列「person」がありません"))
    }
  }

  private func field(_ name: String, _ record: [CSVReader.Field]) -> CSVReader.Field? {
    columns[name].map { record[$0] }.flatMap { $0.text.isEmpty ? nil : $0 }
  }

  private mutating func read(_ record: [CSVReader.Field]) {
    guard let code = field("person", record) else {
      return complain(
        record[columns["person"] ?? 0].span, .nobody,
        Text(en: "whose line is this? `person` is empty", ja: "personが空です")
      )
    }
    let names = ["name_en", "name_ja", "email", "party", "party_roles", "active"].compactMap { field($0, record) }
    if !names.isEmpty || (directory.people[PersonCode(code.text)] == nil && people[PersonCode(code.text)] == nil) {
      readPerson(PersonCode(code.text), code.span, record)
    }
    readMembership(PersonCode(code.text), code.span, record)
  }

  private mutating func readPerson(_ code: PersonCode, _ span: Span, _ record: [CSVReader.Field]) {
    let known = people[code]?.person ?? directory.people[code]
    let name = Text(
      en: field("name_en", record)?.text ?? known?.name.en ?? "",
      ja: field("name_ja", record)?.text ?? known?.name.ja ?? "")
    if name.en.isEmpty || name.ja.isEmpty {
      complain(
        span, .nameMissing,
        Text(
          en: "\(code) is new and needs name_en and name_ja", ja: "「\(code)」は新しい人です。name_enとname_jaが必要です"))
    }
    var isActive = known?.isActive ?? true
    if let active = field("active", record) {
      switch active.text.lowercased() {
      case "true": isActive = true
      case "false": isActive = false
      default: complain(active.span, .flag, Text(en: "`active` is true or false", ja: "activeはtrue又はfalseです"))
      }
    }
    if let email = field("email", record), !Self.isAddress(email.text) {
      complain(email.span, .address, Text(en: "this is no mail address", ja: "メールアドレスの形式ではありません"))
    }
    let party = field("party", record)
    if let party, directory.parties[PartyCode(party.text)] == nil {
      complain(party.span, .unknownParty, Text(en: "there is no party \(party.text)", ja: "事業者「\(party.text)」はありません"))
    }
    let roles = field("party_roles", record)?.text.split(separator: ";").map { RoleName($0.filter { $0 != " " }) }
    let person = Person(
      code: code, name: name, email: field("email", record)?.text ?? known?.email,
      party: party.map { PartyCode($0.text) } ?? known?.party,
      partyRoles: roles.map(Set.init) ?? known?.partyRoles ?? [],
      isActive: isActive)
    if let earlier = people[code] {
      people[code] = (person, earlier.index)
      edits[earlier.index] = Placed(edit: .person(person), span: span)
    } else {
      people[code] = (person, edits.count)
      edits.append(Placed(edit: .person(person), span: span))
    }
  }

  private mutating func readMembership(_ person: PersonCode, _ span: Span, _ record: [CSVReader.Field]) {
    let (from, to) = (day("from", record), day("to", record))
    guard let field = field("position", record) else {
      for name in ["from", "to"] {
        if let stray = self.field(name, record) {
          complain(stray.span, .strayPeriod, Text(en: "`\(name)` without a position", ja: "positionのない\(name)です"))
        }
      }
      return
    }
    let position = PositionCode(field.text)
    guard directory.positions[position] != nil else {
      let hint = Suggestion.nearest(to: field.text, in: directory.positions.keys.map(\.text))
      return complain(
        field.span, .unknownPosition, Text(en: "there is no position \(field.text)", ja: "職「\(field.text)」はありません"),
        help: hint.map { Text(en: "did you mean \($0)?", ja: "\($0)ではありませんか") })
    }
    guard case .success(let first) = from, case .success(let last) = to else { return }
    if let first, let last, last < first {
      return complain(
        self.field("to", record)?.span ?? span, .reversedPeriod,
        Text(en: "the period ends before it begins", ja: "終了日が開始日より前です"))
    }
    let held = (memberships[person] ?? []).filter { $0.position == position }
    let running = held.first { old in first.map { old.period.from == $0 } ?? (old.period.to == nil) }
    let new = Membership(
      person: person, position: position, period: Period(from: first ?? running?.period.from, to: last))
    if let running {
      guard running.json != new.json else { return }
      edits.append(Placed(edit: .membership(before: running, after: new), span: field.span))
      memberships[person]?.removeAll { $0.json == running.json }
    } else {
      if first == nil, last != nil {
        return complain(
          field.span, .nothingToEnd,
          Text(
            en: "\(person) holds no running membership in \(position) that could end",
            ja: "「\(person)」は職「\(position)」に在職していないため、終了できません"))
      }
      edits.append(Placed(edit: .membership(before: nil, after: new), span: field.span))
    }
    memberships[person, default: []].append(new)
  }

  private enum NoDay: Error {
    case complained
  }

  private mutating func day(_ name: String, _ record: [CSVReader.Field]) -> Result<Day?, NoDay> {
    guard let field = field(name, record) else { return .success(nil) }
    if let day = Day(field.text) { return .success(day) }
    complain(field.span, .day, Text(en: "`\(name)` is a day, YYYY-MM-DD", ja: "\(name)はYYYY-MM-DDの日付です"))
    return .failure(.complained)
  }

  /// The rules of the directory, each complaint at the line that it comes from.
  mutating func settle(on today: Day) {
    guard case .failure(let faults) = directory.applying(edits.map(\.edit), on: today) else { return }
    for fault in faults.list { complain(edits[fault.edit].span, .directory, fault.message) }
  }

  private static func isAddress(_ text: String) -> Bool {
    let halves = text.split(separator: "@", omittingEmptySubsequences: false)
    return halves.count == 2 && halves.allSatisfy { !$0.isEmpty } && text.utf8.count <= 254
      && !text.contains { $0.isWhitespace || $0 == "<" || $0 == ">" || $0 == "," }
  }

  private mutating func complain(_ span: Span, _ code: PeopleFileCode, _ message: Text, help: Text? = nil) {
    diagnostics.append(Diagnostic(code.rawValue, .error, message, at: Location(source, span), help: help))
  }
}
