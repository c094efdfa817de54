import Testing

/// Rules over the whole tree: the manifest and the folders, db/ and the Swift text made from it.
@Suite struct StructureTests {
  @Test func `every target has a folder, every folder a target`() throws {
    let tree = ProjectTree.here
    let shape = PackageShape(manifest: try #require(tree.text("Package.swift")))
    try #require(!shape.targets.isEmpty)
    var folders = Set(["Sources", "Tests"].flatMap { top in tree.folders(in: top).map { "\(top)/\($0)" } })
    // A target may lie deeper than its top folder.
    folders.formUnion(shape.targets.values.filter(tree.exists))
    for fault in shape.faults(folders: folders) { Issue.record("\(fault)") }
  }

  @Test func `every target in Sources has its row in the import table`() throws {
    let shape = PackageShape(manifest: try #require(ProjectTree.here.text("Package.swift")))
    for (target, folder) in shape.targets where folder.hasPrefix("Sources/") {
      #expect(ImportTable.rooms[target] != nil, "\(target) stands on no floor: add it to ImportTable.swift")
    }
  }

  @Test func `the generated schema is that of db`() throws {
    let tree = ProjectTree.here
    let names = tree.names(in: "db").filter { $0.hasSuffix(".sql") && $0 != SchemaDrift.dump }
    for name in names {
      #expect(SchemaDrift.isMigration(name), "db/\(name): a migration is named 0001_words.sql")
    }
    let files = try names.map { name in
      SchemaDrift.Migration(name: String(name.dropLast(4)), sql: try #require(tree.text("db/\(name)")))
    }
    let generated = tree.text(SchemaDrift.generatedFile)
    try #require(generated != nil || files.isEmpty, "\(SchemaDrift.generatedFile) is missing: run `make generate`")
    for fault in SchemaDrift.faults(generated: generated ?? "", files: files) {
      Issue.record("\(SchemaDrift.generatedFile): \(fault): run `make generate`")
    }
  }
}

@Suite struct PackageShapeTests {
  static let manifest = """
    func room(_ name: String, _ needs: [Target.Dependency] = []) -> Target {
      .target(name: name, dependencies: needs)
    }
    func tests(_ name: String, _ needs: [Target.Dependency]) -> Target { .testTarget(name: name, dependencies: needs) }
    let package = Package(
      name: "gate",
      products: [.executable(name: "gate", targets: ["gate"])],
      dependencies: [.package(url: "https://example.org/log", from: "1.0.0")],
      targets: [
        .systemLibrary(name: "CLib", pkgConfig: "lib", providers: [.apt(["lib-dev"])]),
        room("A"), room("B", ["A", .product(name: "Logging", package: "log"), .target(name: "A")]),
        .target(name: "Support", dependencies: ["A"], path: "Tests/Support"),
        .executableTarget(name: "gate", dependencies: ["A"]),
        // room("Gone"),
        tests("ATests", ["A"]),
      ])
    """

  @Test func `reads targets and their folders`() {
    #expect(
      PackageShape(manifest: Self.manifest).targets == [
        "CLib": "Sources/CLib", "A": "Sources/A", "B": "Sources/B", "Support": "Tests/Support",
        "gate": "Sources/gate", "ATests": "Tests/ATests",
      ])
  }

  @Test func `names what does not fit`() {
    let shape = PackageShape(manifest: Self.manifest)
    let all = Set(shape.targets.values)
    #expect(shape.faults(folders: all).isEmpty)
    #expect(shape.faults(folders: all.subtracting(["Sources/B"])) == ["target B: no folder Sources/B"])
    #expect(
      shape.faults(folders: all.union(["Sources/Attic"])) == [
        "Sources/Attic: no target in Package.swift, so it is never built"
      ])
  }
}

@Suite struct SchemaDriftTests {
  static let generated = """
    let migrationFiles = [
      MigrationFile(
        name: "0001_items",
        sql: #\"""
    SELECT 'a\\n', "b";

    \"""#),
      MigrationFile(
        name: "0002_tasks",
        sql: #\"""
    SELECT 2;

    \"""#),
    ]
    """
  static let files = [
    SchemaDrift.Migration(name: "0001_items", sql: "SELECT 'a\\n', \"b\";\n"),
    SchemaDrift.Migration(name: "0002_tasks", sql: "SELECT 2;\n"),
  ]

  @Test func `equal texts drift nowhere`() {
    #expect(SchemaDrift.migrations(inGenerated: Self.generated) == Self.files)
    #expect(SchemaDrift.faults(generated: Self.generated, files: Self.files).isEmpty)
  }

  @Test func `each kind of drift is named`() {
    let changed = SchemaDrift.Migration(name: "0002_tasks", sql: "SELECT 3;\n")
    let new = SchemaDrift.Migration(name: "0003_more", sql: "")
    #expect(
      SchemaDrift.faults(generated: Self.generated, files: [Self.files[0], changed, new]) == [
        "0002_tasks.sql is outdated there", "0003_more.sql is missing there",
      ])
    #expect(
      SchemaDrift.faults(generated: Self.generated, files: [Self.files[0]]) == ["0002_tasks.sql is gone from db/"])
  }

  @Test(arguments: [
    ("0001_items.sql", true), ("schema.sql", false), ("1_items.sql", false), ("0001_Items.sql", false),
    ("0001_.sql", false), ("0001_items.txt", false), ("0001-items.sql", false),
  ])
  func `names of migrations`(_ name: String, _ expected: Bool) {
    #expect(SchemaDrift.isMigration(name) == expected)
  }
}
