/// A schema's migrations, known and recorded, side by side: pure.
package struct MigrationStatus: Sendable {
  package enum State: Sendable, Hashable {
    case applied(Timestamp)
    case pending
    /// Applied with another text.
    case changed(Timestamp)
    /// Applied, and not known to this program.
    case unknown(Timestamp)
  }

  package struct Line: Sendable, Hashable {
    package let number: Int
    package let name: String
    package let state: State
  }

  struct Record: Sendable {
    let number: Int
    let name: String
    let checksum: [UInt8]
    let appliedAt: Timestamp
  }

  /// By number.
  package let lines: [Line]
  /// To be applied, in order.
  package let pending: [Migration]
  private let checksums: [Int: [UInt8]]

  init(_ migrations: [Migration], checksums: [[UInt8]], records: [Record]) {
    let sums = Dictionary(zip(migrations.map(\.number), checksums)) { first, _ in first }
    let recorded = Dictionary(records.map { ($0.number, $0) }) { first, _ in first }
    var lines = migrations.map { migration in
      Line(number: migration.number, name: migration.name, state: .pending)
    }
    for index in lines.indices {
      guard let record = recorded[lines[index].number] else { continue }
      let state: State =
        sums[record.number] == record.checksum ? .applied(record.appliedAt) : .changed(record.appliedAt)
      lines[index] = Line(number: record.number, name: lines[index].name, state: state)
    }
    for record in records where sums[record.number] == nil {
      lines.append(Line(number: record.number, name: record.name, state: .unknown(record.appliedAt)))
    }
    self.lines = lines.sorted { $0.number < $1.number }
    self.checksums = sums
    pending = migrations.filter { recorded[$0.number] == nil }
  }

  func checksum(of migration: Migration) -> [UInt8]? {
    checksums[migration.number]
  }

  package var isUpToDate: Bool { pending.isEmpty && problem == nil }

  /// Why migrating would be refused.
  package var problem: MigrationError? {
    var firstPending: Line?
    for line in lines {
      switch line.state {
      case .pending: firstPending = firstPending ?? line
      case .applied:
        if let firstPending { return Self.outOfOrder(firstPending, line) }
      case .changed:
        return MigrationError(
          .changed, number: line.number,
          en: "Migration \(line.number) (\(line.name)) was applied with another text than this program's. "
            + "Use the program that belongs to this database.",
          ja: "移行 \(line.number)(\(line.name))は、このプログラムのものと異なる内容で適用されています。"
            + "このデータベースに対応するプログラムを使用してください。")
      case .unknown:
        return MigrationError(
          .databaseNewer, number: line.number,
          en: "The database is newer than this program: it has migration \(line.number) (\(line.name)). "
            + "Update the program.",
          ja: "データベースがこのプログラムより新しい版です(移行 \(line.number)、\(line.name))。プログラムを更新してください。")
      }
    }
    return nil
  }

  private static func outOfOrder(_ pending: Line, _ applied: Line) -> MigrationError {
    MigrationError(
      .outOfOrder, number: pending.number,
      en: "Migration \(pending.number) (\(pending.name)) is missing although \(applied.number) is applied.",
      ja: "移行 \(pending.number)(\(pending.name))が、\(applied.number) の適用後に欠けています。")
  }
}
