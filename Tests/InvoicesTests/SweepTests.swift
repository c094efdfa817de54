import Diagnostics
import Foundation
import Testing

@testable import Invoices

/// Every place of every sample, broken in the two ways in which invoices are wrong: a number off by one, a field missing.
@Suite struct SweepTests {
  private static func samples() throws -> [(name: String, bytes: [UInt8], tree: XMLTree)]? {
    var samples: [(String, [UInt8], XMLTree)] = []
    for folder in ["invoices/pint-jp", "invoices/pint-jp-ntr"] {
      guard let files = Conformance.files(folder, suffix: ".xml") else { return nil }
      for file in files {
        let bytes = try Conformance.bytes(file)
        samples.append((file.lastPathComponent, bytes, try XMLReader.read(bytes, limits: InvoiceLimits())))
      }
    }
    return samples
  }

  @Test func everyNumberOffByOneIsRefused() throws {
    guard let samples = try Self.samples() else { return Conformance.skipped("invoices, off by one") }
    var count = 0
    for (name, bytes, tree) in samples {
      for element in tree.elements where !element.hasChildren && element.isAmountOrQuantity {
        let number = try #require(element.number)
        let changed = bytes.replacing(element, with: "\(try number + ExactDecimal(1))")
        let report = checkInvoice(changed, name: name)
        #expect(!report.isAccepted, "\(name): \(element.path) + 1 is accepted")
        #expect(report.errors.allSatisfy { $0.position.line > 0 })
        count += 1
      }
    }
    print("off by one: \(count) places")
    #expect(count > 100)
  }

  @Test func everyMissingFieldIsRefusedOrOptional() throws {
    guard let samples = try Self.samples() else { return Conformance.skipped("invoices, a field removed") }
    var accepted: Set<String> = []
    var count = 0
    for (name, bytes, tree) in samples {
      for element in tree.elements where element.index > 0 {
        let changed = bytes.replacing(element.span, with: [])
        let report = checkInvoice(changed, name: name)
        if report.isAccepted { accepted.insert(element.schematicPath) }
        count += 1
      }
    }
    print("a field removed: \(count) places")
    for path in accepted.sorted() { print("ACCEPTED", path) }
  }
}

extension TreeElement {
  fileprivate var isAmountOrQuantity: Bool {
    ["Amount", "Quantity", "Percent"].contains { name.hasSuffix($0) }
  }

  fileprivate var schematicPath: String {
    path.replacing(#/\[\d+\]/#, with: "").replacing("/Invoice/", with: "")
  }
}
