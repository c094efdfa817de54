import Diagnostics
import Testing

@testable import Invoices

@Suite struct XMLReaderTests {
  private static let open =
    "<Invoice xmlns=\"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2\""
    + " xmlns:cbc=\"urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2\">"

  private static func tree(_ text: String) throws -> XMLTree {
    try XMLReader.read(Array(text.utf8), limits: InvoiceLimits())
  }

  @Test(arguments: [
    "<a/>", "<a></a >", "<?xml version=\"1.0\"?><a/>",
    "<?xml version='1.0' encoding='utf-8' standalone='no' ?>\n<a/>\n",
    "\u{FEFF}<a/>", "<!-- c --><a/><!-- d --><?p i?>", "<a>&amp;&lt;&gt;&quot;&apos;&#x3042;&#12354;</a>",
    "<a b='1' c=\"2\"/>", "<a b='&quot;'/>", "<a><![CDATA[<b>&x;]]]]></a>", "<名前>値</名前>", "<a>]]</a>", "<a>></a>",
    "<p:a xmlns:p='u'/>", "<a xmlns='u'><b xmlns=''/></a>", "<a xml:lang='ja'/>", "<a xmlns:p='u' p:b='1' b='1'/>",
    "<a\n b\t=\r\n'1'/>", "<?xml-stylesheet href='x'?><a/>", "<a><?php echo?></a>",
  ])
  func acceptsWhatIsWellFormed(_ text: String) throws {
    _ = try Self.tree(text)
  }

  @Test(arguments: [
    ("", 0), ("  ", 2), ("text", 0), ("<a>", 3), ("<a></b>", 3), ("<a><b></a></b>", 6), ("<a/><b/>", 4), ("<a b/>", 4),
    ("<a b=1/>", 5), ("<a b='1' b='2'/>", 9), ("<a b='1'c='2'/>", 8), ("<a b='<'/>", 6), ("<a b='1", 5), ("< a/>", 1),
    ("<1a/>", 1), ("<a>&</a>", 4), ("<a>&#0;</a>", 3), ("<a>&#xD800;</a>", 3), ("<a>&#x110000;</a>", 3),
    ("<a>&#99999999999999999999;</a>", 3), ("<a>&#;</a>", 3), ("<a>&#x;</a>", 3), ("<a>]]></a>", 3),
    ("<a><!-- -- --></a>", 8), ("<a><!-- ", 7), ("<a><![CDATA[ ", 12), ("<a><?xml version='1.0'?></a>", 3),
    (" <?xml version='1.0'?><a/>", 1), ("<?xml version='2.0'?><a/>", 14), ("<?xml encoding='UTF-8'?><a/>", 0),
    ("<p:a/>", 0), ("<a p:b='1'/>", 3), ("<a xmlns:p=''/>", 3), ("<a xmlns:xmlns='u'/>", 3),
    ("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", 35), ("<a:b:c xmlns:a='u'/>", 4), ("<:a/>", 1), ("<a:/>", 3),
    ("<a>\u{1}</a>", 3), ("<a>\u{0}</a>", 3), ("<a>\u{FFFE}</a>", 3), ("<a/>x", 4), ("<a", 2), ("<a /", 4), ("</a>", 1),
  ])
  func refusesWhatIsNot(_ text: String, _ offset: Int) {
    do throws(XMLFault) {
      _ = try XMLReader.read(Array(text.utf8), limits: InvoiceLimits())
      Issue.record("accepted")
    } catch {
      #expect(error.kind == .malformed)
      #expect(error.offset == offset)
    }
  }

  @Test func textsArePut() throws {
    let tree = try Self.tree("<a>\r\n x<!-- c -->y<![CDATA[ &z]]>\r1 <b c=' 1\n2&#10;'/> </a>")
    #expect(tree.root.value == "xy &z\n1")
    #expect(tree.root.children.first { _ in true }?.attribute("c") == " 1 2\n")
  }

  @Test func namesGoByNamespace() throws {
    let uri = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
    let tree = try Self.tree(
      "<i:Invoice xmlns:i='urn:oasis:names:specification:ubl:schema:xsd:Invoice-2'><ID xmlns='\(uri)'/><x:ID xmlns:x='\(uri)'/><ID/><cbc:ID xmlns:cbc='u'/></i:Invoice>"
    )
    #expect(tree.elements.map(\.name) == ["Invoice", "cbc:ID", "cbc:ID", "{}ID", "{u}ID"])
    #expect(
      tree.elements.map(\.path).dropFirst() == [
        "/Invoice/cbc:ID[1]", "/Invoice/cbc:ID[2]", "/Invoice/{}ID", "/Invoice/{u}ID",
      ])
  }

  struct Hostile: Sendable, CustomTestStringConvertible {
    let name: String
    let rule: String
    let line: Int
    let bytes: [UInt8]

    init(_ name: String, _ rule: String, line: Int = 1, _ bytes: [UInt8]) {
      self.name = name
      self.rule = rule
      self.line = line
      self.bytes = bytes
    }

    init(_ name: String, _ rule: String, line: Int = 1, _ text: String) {
      self.init(name, rule, line: line, Array(text.utf8))
    }

    var testDescription: String { name }
  }

  private static let laughs =
    "<?xml version=\"1.0\"?>\n<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;&lol;&lol;\">]>\n<Invoice>&lol2;</Invoice>"

  private static func utf16(_ text: String, bigEndian: Bool, mark: Bool) -> [UInt8] {
    (mark ? [0xFEFF] : []).appending(Array(text.utf16)).flatMap { unit in
      bigEndian ? [UInt8(unit >> 8), UInt8(unit & 0xFF)] : [UInt8(unit & 0xFF), UInt8(unit >> 8)]
    }
  }

  static let hostile: [Hostile] = [
    .init("empty", "SEK-XML-001", ""),
    .init("doctype", "SEK-XML-002", "<!DOCTYPE Invoice><Invoice/>"),
    .init("billion laughs", "SEK-XML-002", line: 2, laughs),
    .init("external entity", "SEK-XML-002", "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><a>&x;</a>"),
    .init("external subset", "SEK-XML-002", "<!DOCTYPE a SYSTEM \"http://example.com/a.dtd\"><a/>"),
    .init("doctype behind a comment", "SEK-XML-002", line: 2, "<!-- x -->\n<!DOCTYPE a><a/>"),
    .init("doctype inside", "SEK-XML-002", "<a><!DOCTYPE b></a>"),
    .init("entity declaration inside", "SEK-XML-002", "<a><!ENTITY b 'c'></a>"),
    .init("undeclared entity", "SEK-XML-002", "<a>&nbsp;</a>"),
    .init("entity in an attribute", "SEK-XML-002", "<a b='&x;'/>"),
    .init("UTF-16 with mark", "SEK-XML-003", utf16(laughs, bigEndian: true, mark: true)),
    .init("UTF-16, little end first", "SEK-XML-003", utf16(laughs, bigEndian: false, mark: true)),
    .init("UTF-16 without mark", "SEK-XML-003", utf16(laughs, bigEndian: true, mark: false)),
    .init("UTF-32", "SEK-XML-003", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x3C]),
    .init("EBCDIC", "SEK-XML-003", [0x4C, 0x6F, 0xA7, 0x94, 0x93]),
    .init("declared Shift_JIS", "SEK-XML-003", "<?xml version=\"1.0\" encoding=\"Shift_JIS\"?><a/>"),
    .init("declared UTF-7", "SEK-XML-003", "<?xml version='1.0' encoding='UTF-7'?>+ADwAIQ-DOCTYPE"),
    .init("Shift_JIS", "SEK-XML-003", line: 2, Array("<a>\n".utf8) + [0x93, 0xFA] + Array("</a>".utf8)),
    .init("overlong", "SEK-XML-003", Array("<a>".utf8) + [0xC0, 0xBC] + Array("</a>".utf8)),
    .init("surrogate", "SEK-XML-003", Array("<a>".utf8) + [0xED, 0xA0, 0x80] + Array("</a>".utf8)),
    .init("cut in a character", "SEK-XML-003", Array("<a>".utf8) + [0xE3, 0x81]),
    .init("NUL", "SEK-XML-001", Array("<a>\0</a>".utf8)),
    .init("deep", "SEK-XML-006", String(repeating: "<a>", count: 100_000)),
    .init("many elements", "SEK-XML-006", "<a>" + String(repeating: "<b/>", count: 200_000) + "</a>"),
    .init("many attributes", "SEK-XML-006", "<a " + (0..<1_000).map { "a\($0)='1' " }.joined() + "/>"),
    .init("many namespaces", "SEK-XML-006", "<a " + (0..<1_000).map { "xmlns:a\($0)='1' " }.joined() + "/>"),
    .init("huge attribute", "SEK-XML-006", "<a b='" + String(repeating: "x", count: 1 << 20) + "'/>"),
    .init("huge text", "SEK-XML-006", "<a>" + String(repeating: "x", count: 1 << 20) + "</a>"),
    .init("huge CDATA", "SEK-XML-006", "<a><![CDATA[" + String(repeating: "x", count: 1 << 20) + "]]></a>"),
    .init("over the size", "SEK-XML-005", [UInt8](repeating: 0x20, count: (5 << 20) + 1)),
    .init(
      "a credit note", "SEK-XML-004", "<CreditNote xmlns='urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2'/>"),
    .init("no namespace", "SEK-XML-004", "<Invoice/>"),
    .init(
      "another namespace", "SEK-XML-004", "<Invoice xmlns='urn:oasis:names:specification:ubl:schema:xsd:Order-2'/>"),
    .init("PDF", "SEK-XML-001", "%PDF-1.7"),
    .init("JSON", "SEK-XML-001", "{}"),
  ]

  @Test(arguments: hostile) func hostileDocumentsAreRefused(_ document: Hostile) throws {
    let report = checkInvoice(document.bytes, name: document.name)
    #expect(report.findings.map(\.rule.id) == [document.rule])
    #expect(!report.isAccepted)
    #expect(report.facts == nil)
    #expect(report.findings[0].position.line == document.line)
    #expect(!report.findings[0].diagnostic(in: report.source).rendered(.ja).isEmpty)
  }

  @Test func harmlessCuriositiesPass() throws {
    var text = String(decoding: try Fixture.bytes(), as: UTF8.self)
    text =
      "\u{FEFF}"
      + text.replacing(
        "<cbc:AccountingCost>4217</cbc:AccountingCost>",
        with: "<?a b?><!-- <!DOCTYPE x> --><cbc:AccountingCost><![CDATA[42]]>17</cbc:AccountingCost>")
    text = text.replacing("\n", with: "\r\n").replacing("cbc:", with: "q:").replacing(":cbc", with: ":q")
    #expect(checkInvoice(Array(text.utf8), name: "curious").findings.isEmpty)
  }

  /// An error may not hide behind five hundred warnings.
  @Test func errorsBeyondTheLimitStillRefuse() throws {
    var invoice = try Fixture.invoice()
    for _ in 0..<600 { invoice.lines.append(invoice.lines[2]) }
    try invoice.total()
    let warned = checkInvoice(UBLWriter.write(invoice), name: "warned")
    #expect(warned.isAccepted && warned.omitted == 100 && warned.omittedErrors == 0)
    invoice.attachments[0].file?.content = "!"
    let refused = checkInvoice(UBLWriter.write(invoice), name: "refused")
    #expect(refused.errors.isEmpty && refused.omittedErrors == 1 && !refused.isAccepted)
  }

  @Test func findingsAreCutAtTheLimit() throws {
    let lines = String(repeating: "<cbc:Note></cbc:Note>", count: 2_000)
    let report = checkInvoice(Array((Self.open + lines + "</Invoice>").utf8), name: "many")
    #expect(report.findings.count == 500)
    #expect(report.omitted > 1_000)
  }
}

extension Array {
  fileprivate func appending(_ other: [Element]) -> [Element] { self + other }
}
