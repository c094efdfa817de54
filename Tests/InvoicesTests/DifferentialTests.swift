import Diagnostics
import Foundation
import Testing

@testable import Invoices

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Our reader against the platform's (libxml2): documents damaged at random are refused by both or read alike by both.
@Suite struct DifferentialTests {
  private static let pieces: [String] = [
    "<", ">", "/", "&", ";", "'", "\"", "=", "<!--", "-->", "--", "<![CDATA[", "]]>", "<?x ", "?>", "&amp;", "&#x41;",
    "&#0;", "&lt", "<cbc:Note>", "</cbc:Note>", "xmlns:a='b'", " a='1'", "</", "/>", "\r", "\t", "日本", "\u{300}", "a:b",
    ":", "-", ".", "1", "\u{FFFE}", "\u{B}", "<?xml version='1.0'?>",
  ]

  @Test(arguments: [1, 2, 3, 4]) func damagedDocumentsAreJudgedAlike(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let original = try Fixture.bytes()
    var (refused, read) = (0, 0)
    for round in 0..<200 {
      var bytes = original
      for _ in 0...Int.random(in: 0...1, using: &random) { Self.damage(&bytes, &random) }
      let theirs = Listener.read(bytes)
      let ours = try? XMLReader.read(bytes, limits: InvoiceLimits())
      // Where they differ, we are the stricter: an unknown prefix, and U+FFFE, which libxml2 lets through in comments.
      if let ours {
        let names = ours.elements.map { $0.name.split(separator: ":").last.map(String.init) ?? "" }
        #expect(
          theirs?.names == names.map { $0.split(separator: "}").last.map(String.init) ?? "" },
          "seed \(seed), round \(round)")
        read += 1
      } else {
        refused += 1
      }
      if theirs == nil { #expect(ours == nil, "seed \(seed), round \(round): we read what libxml2 refuses") }
    }
    #expect(refused > 30 && read > 10)
  }

  @Test(arguments: [11, 12]) func rubbishNeverCrashes(_ seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let original = try Fixture.bytes()
    for _ in 0..<200 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...40, using: &random) {
        bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
      bytes.removeLast(Int.random(in: 0...bytes.count / 2, using: &random))
      let report = checkInvoice(bytes, name: "rubbish")
      #expect(!report.isAccepted)
      #expect(report.findings.allSatisfy { $0.position.line >= 1 && $0.position.column >= 1 })
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout SeededRandom) {
    // Behind the root's start tag: libxml2 asks namespace names to be URIs, which the recommendation does not.
    let start = (bytes.firstIndex(of: UInt8(ascii: "\n")) ?? 0) + 300
    let place = Int.random(in: start..<bytes.count, using: &random)
    switch Int.random(in: 0..<3, using: &random) {
    case 0: bytes.remove(at: place)
    case 1: bytes.insert(contentsOf: Array((pieces.randomElement(using: &random) ?? "").utf8), at: place)
    default:
      let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
      bytes.removeSubrange(place..<end)
    }
  }
}

private final class Listener: NSObject, XMLParserDelegate {
  var names: [String] = []

  /// The local names in document order, nil where libxml2 finds the document ill-formed.
  static func read(_ bytes: [UInt8]) -> Listener? {
    let listener = Listener()
    let parser = XMLParser(data: Data(bytes))
    parser.shouldProcessNamespaces = true
    parser.delegate = listener
    return parser.parse() && parser.parserError == nil ? listener : nil
  }

  func parser(
    _ parser: XMLParser, didStartElement elementName: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    names.append(elementName.split(separator: ":").last.map(String.init) ?? "")
  }
}
