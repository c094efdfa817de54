/// Compares the generated Swift text of the migrations with the files it was generated from. This does not run the
/// generator: it reads what the compiler would read, so that a fault of the generator shows as well.
enum SchemaDrift {
  struct Migration: Equatable {
    let name: String
    let sql: String
  }

  static let generatedFile = "Sources/Schema/Migrations.generated.swift"
  /// The golden dump of the whole schema is no migration.
  static let dump = "schema.sql"

  /// The migrations that the generated file holds, in its order.
  static func migrations(inGenerated text: String) -> [Migration] {
    let pieces = SwiftToken.pieces(of: text)
    let literals = pieces.filter { $0.kind == .literal }.map(\.text)
    return stride(from: 0, to: literals.count - 1, by: 2).map { index in
      // A multi-line literal begins and ends with a line break that is not part of it.
      Migration(name: literals[index], sql: String(literals[index + 1].dropFirst().dropLast()))
    }
  }

  /// True for `0001_items.sql`.
  static func isMigration(_ fileName: String) -> Bool {
    let name = fileName.dropLast(4)
    return fileName.hasSuffix(".sql") && name.count > 5 && name.prefix(4).allSatisfy { ("0"..."9").contains($0) }
      && name.dropFirst(4).first == "_"
      && name.dropFirst(5).allSatisfy { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_" }
  }

  static func faults(generated: String, files: [Migration]) -> [String] {
    let held = migrations(inGenerated: generated)
    var faults: [String] = []
    for file in files where !held.contains(file) {
      faults.append("\(file.name).sql is \(held.contains { $0.name == file.name } ? "outdated" : "missing") there")
    }
    for migration in held where !files.contains(where: { $0.name == migration.name }) {
      faults.append("\(migration.name).sql is gone from db/")
    }
    if held.map(\.name) != held.map(\.name).sorted() { faults.append("the order is not that of the numbers") }
    return faults
  }
}
