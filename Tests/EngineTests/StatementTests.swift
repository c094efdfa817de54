import Testing

@testable import Engine

@Suite struct StatementTests {
  @Test func placeholderUntilTheHarnessStands() { #expect(!ItemStatements.all.isEmpty) }
}
