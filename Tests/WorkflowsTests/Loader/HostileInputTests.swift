import Diagnostics
import Testing

@testable import Workflows

/// Each gets diagnostics with file, line, column and help; none takes long.
@Suite struct HostileInputTests {
  static let bomb: String = {
    var lines = ["workflow: loan", "a0: &a0 [x, x]"]
    for level in 1...26 { lines.append("a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]") }
    return lines.joined(separator: "\n")
  }()

  struct Input: CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]
    let code: String
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ code: String) {
      self.init(name, bytes: Array(text.utf8), code)
    }

    init(_ name: String, bytes: [UInt8], _ code: String) {
      self.name = name
      self.bytes = bytes
      self.code = code
    }
  }

  static let inputs: [Input] = [
    Input("unknown state", SampleDefinition.edited("to: lent", "to: lnet"), "E201"),
    Input(
      "guard with a type error", SampleDefinition.edited("size(documents.pledge) > 0", "data.value > \"借用\""), "C103"),
    Input("duplicate key", SampleDefinition.text + "\nabandon: withdrawn\n", "Y401"),
    Input("alias bomb", bomb, "Y112"),
    Input("10 MiB scalar", "workflow: \"" + String(repeating: "x", count: 10 << 20) + "\"", "Y101"),
    Input("invalid UTF-8", bytes: Array("workflow: ".utf8) + [0xE3, 0x81, 0xFF], "Y102"),
    Input("empty file", "", "Y104"),
    Input("no mapping", "- a\n- b\n", "E106"),
    Input("depth", String(repeating: "[", count: 100_000), "Y111"),
    Input(
      "deep expression",
      SampleDefinition.edited("size(documents.pledge) > 0", String(repeating: "(", count: 5_000) + "true"), "C302"),
  ]

  @Test(arguments: inputs)
  func isRefusedWithAPlace(input: Input) throws {
    let file = SourceFile(name: "input.yaml", bytes: input.bytes)
    let (library, diagnostics) = loadLibrary(
      LibraryFiles(
        workflows: [file, SampleDefinition.project], calendars: [SampleDefinition.calendar],
        parameters: [SampleDefinition.limit]))
    #expect(diagnostics.codes.contains(input.code), "\(diagnostics.rendered(.en))")
    let first = try #require(diagnostics.first { $0.code == input.code })
    #expect(first.location != nil)
    #expect(first.rendered(.ja).contains("input.yaml:"))
    #expect(first.help != nil)
    #expect(library.definition("loan") == nil)
  }

  /// A file within all bounds in which nothing fits ends soon and says enough.
  @Test(.timeLimit(.minutes(1))) func thousandsOfMistakesEnd() {
    let states = (0..<4_000).map { "  s\($0): {title: {en: S, ja: 状態}}\n" }.joined()
    let transitions = (0..<4_000).map { "  t\($0): {title: {en: T, ja: 遷移}, from: x\($0), to: y\($0), by: z}\n" }
      .joined()
    let text = SampleDefinition.text.replacing("states:\n", with: "states:\n" + states)
      .replacing("transitions:\n", with: "transitions:\n" + transitions)
    let (definition, diagnostics) = SampleDefinition.load(text)
    #expect(definition == nil)
    #expect(diagnostics.count == 101)
  }

  /// References that double thirty times over give a type of bounded size.
  @Test func referencesMayFanOut() {
    var definitions = "d0: {type: integer}"
    for level in 1...30 {
      let pair = "{a: {$ref: '#/$defs/d\(level - 1)'}, b: {$ref: '#/$defs/d\(level - 1)'}}"
      definitions += ", d\(level): {type: object, properties: \(pair)}"
    }
    let text = SampleDefinition.edited(
      "post: {type: string, title",
      "tree: {$ref: '#/$defs/d30', title: {en: Tree, ja: 木}}\n    post: {type: string, title")
    let whole = text.replacing(
      "  required: [subject, value]\n", with: "  required: [subject, value]\n  $defs: {\(definitions)}\n")
    #expect(SampleDefinition.load(whole).diagnostics.isEmpty)
  }
}
