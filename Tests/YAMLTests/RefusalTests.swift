import Diagnostics
import Testing

@testable import YAML

/// What is refused, under which code, and where the caret stands.
@Suite struct RefusalTests {
  @Test(
    arguments: [
      // The bytes
      ("\u{FEFF}", .emptyFile, 1, 1), ("", .emptyFile, 1, 1), ("# だけ\n\n", .emptyFile, 1, 1),
      ("a: b\u{07}", .forbiddenCharacter, 1, 5), ("a: 日\u{2028}b", .forbiddenCharacter, 1, 5),
      ("a: b\u{85}c: d", .forbiddenCharacter, 1, 5), ("a: b\n\u{FEFF}c: d", .forbiddenCharacter, 2, 1),
      // What libyaml refuses
      ("a: [b", .flowCollection, 1, 6), ("a: 'b", .quotedScalar, 1, 4), ("a: \"\\q\"", .quotedScalar, 1, 5),
      ("a:\n\tb: c", .tab, 2, 1), ("件名: 契約: 請求", .indicator, 1, 7), ("a: @b", .indicator, 1, 4),
      ("a: b\n c: d", .indicator, 2, 3), ("a:\n  b: c\n d: e", .syntax, 3, 2), ("- a\nb: c", .syntax, 2, 1),
      ("a\nb: c", .indicator, 2, 2), ("a: b\nc\n", .syntax, 2, 1), ("a: - b", .indicator, 1, 4),
      ("[a, , b]", .flowCollection, 1, 5), ("a: |x\n", .blockScalar, 1, 5), (": a", .keyKind, 1, 1),
      ("%FOO a\n---\n", .directive, 1, 1), ("%YAML 1.3\n---\na", .version, 1, 1),
      // What libyaml lets through
      ("a: 'b'#c", .comment, 1, 7), ("[a,#c\n b]", .comment, 1, 4), ("a: |#c\n b", .comment, 1, 5),
      ("%YAML 1.2#c\n---\na", .comment, 1, 10), ("a: \"b\n\tc\"", .indentation, 2, 1),
      ("a: \"b\n\t\n c\"", .indentation, 2, 1),
      ("a: [b,\nc]", .indentation, 2, 1), ("a: {b: c\n}", .indentation, 2, 1), ("- [a,\n\tb]", .indentation, 2, 2),
      ("a:\n|\n b", .indentation, 2, 1), ("[-]", .indicator, 1, 2), ("[-, a]", .indicator, 1, 2),
      ("--- 'a'\n%YAML 1.2\n--- b", .directive, 2, 1), ("'a' ]", .flowCollection, 1, 5),
      ("a: |\n    \n  # b\n", .blockScalar, 2, 1),
      // What libyaml misreads
      ("[?x]", .unsupported, 1, 2), ("a: &an:chor v", .anchorName, 1, 4), ("- &a x\n- {*a:b}", .anchorName, 2, 4),
      ("- &a x\n- {*a :b}", .unsupported, 2, 7), ("{!!str :a}", .unsupported, 1, 8), ("{&a :b}", .unsupported, 1, 5),
      ("--- |\n# b\n", .unsupported, 1, 5), ("--- |1\n a\n", .unsupported, 1, 5),
      // The tree
      ("a: 1\nb: 2\na: 3", .duplicateKey, 3, 1), ("{1: a, 0x1: b}", .duplicateKey, 1, 8),
      ("{\"a\": 1, a: 2}", .duplicateKey, 1, 10), ("{が: 1, か\u{3099}: 2}", .duplicateKey, 1, 8),
      ("[a]: b", .keyKind, 1, 1), ("? {a: b}\n: c", .keyKind, 1, 3), ("~: a", .keyKind, 1, 1),
      ("a: *b", .undefinedAlias, 1, 4), ("--- &a\nb: *a", .recursiveAlias, 2, 4), ("&a [*a]", .recursiveAlias, 1, 5),
      ("<<: {a: b}", .mergeKey, 1, 1), ("a: !local b", .tag, 1, 4), ("a: &x !!set {b}", .tag, 1, 7),
      ("a: !!int b", .tagMismatch, 1, 4), ("!!seq {a: b}", .tagMismatch, 1, 1), ("a\n---\nb", .severalDocuments, 2, 1),
      ("a: 0x10000000000000000", .numberTooLong, 1, 4),
    ] as [(String, YAMLCode, Int, Int)])
  func refuses(_ yaml: String, _ code: YAMLCode, _ line: Int, _ column: Int) throws {
    let loaded = Loaded(yaml)
    let first = try #require(loaded.diagnostics.first { $0.severity == .error })
    #expect(first.code == code.rawValue, "\(first.rendered(.en))")
    #expect(first.location?.position == Position(line: line, column: column), "\(first.rendered(.en))")
    #expect(first.help != nil)
  }

  @Test func invalidUTF8HasItsPlace() throws {
    let samples: [([UInt8], Int)] = [
      ([0x61, 0x3A, 0x20, 0x93, 0xFA], 3), ([0x61, 0xC0, 0x80], 1), ([0x61, 0xED, 0xA0, 0x80], 1),
      ([0xE3, 0x81], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xFF, 0xFE, 0x61, 0x00], 0), ([0x00, 0x61], 0),
    ]
    for (bytes, offset) in samples {
      let loaded = Loaded(bytes: bytes)
      #expect(loaded.codes == ["Y102"])
      #expect(loaded.diagnostics.first?.location?.span.lower == offset)
    }
  }

  @Test func findingsOfATreeComeTogether() {
    let loaded = Loaded("a: 1\na: 2\nb: *x\nc: !y z\n<<: w\n")
    #expect(loaded.codes == ["Y401", "Y402", "Y302", "Y303"])
    #expect(loaded.node?["b"]?.isNull == true)
  }

  @Test func theCaretStandsUnderJapaneseText() throws {
    let loaded = Loaded("題名: 値\n題名: 別の値\n")
    let expected = """
      エラー[Y401]: このマッピングにキー「題名」が二度あります
        --> test.yaml:2:1
        |
      2 | 題名: 別の値
        | ^^^^
        = 注記: 最初はここです
        --> test.yaml:1:1
        |
      1 | 題名: 値
        | ^^^^
        = 対処: どちらかを取り除くか名前を変えてください
      """
    #expect(try #require(loaded.diagnostics.first).rendered(.ja) == expected)
  }

  @Test func anOlderVersionIsReadWithAWarning() {
    let loaded = Loaded("%YAML 1.1\n---\na: no\n")
    #expect(loaded.codes == ["Y308"])
    #expect(loaded.diagnostics.first?.severity == .warning)
    #expect(loaded.node?["a"]?.scalar?.value == .string("no"))
  }

  @Test func tagsOfTheCoreSchemaAreHonoured() {
    let yaml = """
      - !!str 12
      - !!int "0x1F"
      - !!float 1
      - !!bool 'true'
      - !!null ''
      - ! 12
      - !!seq [a]
      - !!map {a: 1}
      - !<tag:yaml.org,2002:str> ~
      - !!str
      """
    let values = Loaded(yaml).node?.value
    let expected: [YAMLValue] = [
      .string("12"), .int(31), .float(YAMLFloat(double: 1, exact: "1")), .bool(true), .null, .string("12"),
      .sequence([.string("a")]), .mapping([YAMLValue.Pair("a", .int(1))]), .string("~"), .string(""),
    ]
    #expect(values == .sequence(expected))
  }

  @Test func everyCodeHasATitleInBothLanguages() {
    for code in YAMLCode.allCases {
      #expect(!code.title.en.isEmpty && !code.title.ja.isEmpty)
      #expect(code.title.en != code.title.ja)
    }
    #expect(Set(YAMLCode.allCases.map(\.rawValue)).count == YAMLCode.allCases.count)
  }
}
