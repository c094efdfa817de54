import Testing

/// The habits of the house, held over every file of the project.
@Suite struct TidinessTests {
  @Test(arguments: Rule.all)
  func `holds everywhere`(_ rule: Rule) {
    for file in ProjectTree.files {
      for finding in rule.findings(in: file) {
        Issue.record("\(file.path):\(finding.line): \(finding.text) [\(rule.name)]")
      }
    }
  }

  @Test(arguments: Rule.all)
  func `has no exception without need`(_ rule: Rule) {
    for exception in rule.exceptions {
      #expect(exception.reason.count > 20, "\(exception.path): an exception needs a reason")
      let excused = ProjectTree.files.filter { exception.covers($0.path) }.flatMap(rule.find)
      #expect(!excused.isEmpty, "\(exception.path): nothing to excuse, remove the exception [\(rule.name)]")
    }
  }

  @Test func `the tree was found`() {
    #expect(ProjectTree.files.contains { $0.path == "Package.swift" })
    #expect(ProjectTree.files.contains { $0.path.hasPrefix("Sources/Diagnostics/") })
  }

  @Test(arguments: [
    "README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "Makefile", ".ci/run",
    ".swift-format",
  ])
  func `the top level has`(_ name: String) {
    #expect(ProjectTree.here.exists(name))
  }
}

/// Every rule catches what it must catch and lets pass what it must let pass.
@Suite struct RuleTests {
  @Test(arguments: Rule.all)
  func `catches its examples`(_ rule: Rule) {
    #expect(!rule.caught.isEmpty)
    for example in rule.caught {
      #expect(!rule.find(SourceText(path: example.path, text: example.text)).isEmpty, "not caught: \(example.text)")
    }
  }

  @Test(arguments: Rule.all)
  func `lets others pass`(_ rule: Rule) {
    #expect(!rule.fine.isEmpty)
    for example in rule.fine {
      let findings = rule.find(SourceText(path: example.path, text: example.text))
      #expect(findings.isEmpty, "caught by mistake: \(example.text)")
    }
  }

  @Test func `an exception covers its file or folder only`() {
    #expect(Exception(path: "Sources/A/", reason: "").covers("Sources/A/B.swift"))
    #expect(!Exception(path: "Sources/A/", reason: "").covers("Sources/AB/B.swift"))
    #expect(!Exception(path: "Sources/A", reason: "").covers("Sources/A/B.swift"))
  }
}
