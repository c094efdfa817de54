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
    // The richest first: a field of it need not be tried again in the others.
    return samples.sorted { $0.1.count > $1.1.count }
  }

  @Test func everyNumberOffByOneIsRefused() throws {
    guard let samples = try Self.samples() else { return Conformance.skipped("invoices, off by one") }
    var count = 0
    var seen: Set<String> = []
    for (name, bytes, tree) in samples {
      for element in tree.elements where !element.hasChildren && element.isAmountOrQuantity {
        guard seen.insert(tree.profileName + element.path).inserted else { continue }
        let number = try #require(element.number)
        let changed = bytes.replacing(element, with: "\(try number + ExactDecimal(1))")
        let report = checkInvoice(changed, name: name)
        #expect(!report.isAccepted, "\(name): \(element.path) + 1 is accepted")
        #expect(report.errors.allSatisfy { $0.position.line > 0 })
        count += 1
      }
    }
    print("off by one: \(count) places")
    #expect(count > 60)
  }

  /// An attribute may be missing only where it is a detail of a code or a scheme of a free identifier.
  @Test func everyMissingAttributeIsRefusedOrOptional() throws {
    guard let samples = try Self.samples() else { return Conformance.skipped("invoices, an attribute removed") }
    var accepted: Set<String> = []
    var seen: Set<String> = []
    for (name, bytes, tree) in samples {
      for element in tree.elements where element.index > 0 {
        for attribute in element.attributes where seen.insert(element.schematicPath + "/@" + attribute.name).inserted {
          let changed = try Edit.attribute(element.path, attribute.name, nil).apply(to: bytes)
          if checkInvoice(changed, name: name).isAccepted { accepted.insert(element.name + "/@" + attribute.name) }
        }
      }
    }
    #expect(
      accepted == [
        "cbc:BaseQuantity/@unitCode", "cbc:CompanyID/@schemeID", "cbc:ID/@schemeID",
        "cbc:ItemClassificationCode/@listVersionID", "cbc:PaymentMeansCode/@name",
      ])
  }

  /// A field may be missing only where the standard leaves it open: `Optional.fields` is the list, and it is exact.
  @Test func everyMissingFieldIsRefusedOrOptional() throws {
    guard let samples = try Self.samples() else { return Conformance.skipped("invoices, a field removed") }
    var accepted: Set<String> = []
    var seen: Set<String> = []
    for (name, bytes, tree) in samples {
      for element in tree.elements
      where element.index > 0 && seen.insert(tree.profileName + element.schematicPath).inserted {
        let changed = bytes.replacing(element.span, with: [])
        let report = checkInvoice(changed, name: name)
        if report.isAccepted { accepted.insert(element.schematicPath) }
        for finding in report.errors { #expect(finding.path.hasPrefix("/Invoice")) }
      }
    }
    print("a field removed: \(seen.count) places")
    #expect(accepted.subtracting(Optional.fields) == [])
    #expect(Optional.fields.subtracting(accepted) == [])
  }

  private enum Optional {
    static let fields = Set(
      """
      cac:AccountingCustomerParty/cac:Party/cac:Contact
      cac:AccountingCustomerParty/cac:Party/cac:Contact/cbc:ElectronicMail
      cac:AccountingCustomerParty/cac:Party/cac:Contact/cbc:Name
      cac:AccountingCustomerParty/cac:Party/cac:Contact/cbc:Telephone
      cac:AccountingCustomerParty/cac:Party/cac:PartyIdentification
      cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID
      cac:AccountingCustomerParty/cac:Party/cac:PartyName
      cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme
      cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cac:AddressLine
      cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:AdditionalStreetName
      cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:CityName
      cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:CountrySubentity
      cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:PostalZone
      cac:AccountingCustomerParty/cac:Party/cac:PostalAddress/cbc:StreetName
      cac:AccountingSupplierParty/cac:Party/cac:Contact
      cac:AccountingSupplierParty/cac:Party/cac:Contact/cbc:ElectronicMail
      cac:AccountingSupplierParty/cac:Party/cac:Contact/cbc:Name
      cac:AccountingSupplierParty/cac:Party/cac:Contact/cbc:Telephone
      cac:AccountingSupplierParty/cac:Party/cac:PartyIdentification
      cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID
      cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyLegalForm
      cac:AccountingSupplierParty/cac:Party/cac:PartyName
      cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cac:AddressLine
      cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:AdditionalStreetName
      cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:CityName
      cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:CountrySubentity
      cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:PostalZone
      cac:AccountingSupplierParty/cac:Party/cac:PostalAddress/cbc:StreetName
      cac:AdditionalDocumentReference
      cac:AdditionalDocumentReference/cac:Attachment
      cac:AdditionalDocumentReference/cac:Attachment/cac:ExternalReference
      cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject
      cac:AdditionalDocumentReference/cbc:DocumentDescription
      cac:AdditionalDocumentReference/cbc:DocumentTypeCode
      cac:AllowanceCharge/cbc:AllowanceChargeReason
      cac:AllowanceCharge/cbc:AllowanceChargeReasonCode
      cac:BillingReference
      cac:BillingReference/cac:InvoiceDocumentReference/cbc:IssueDate
      cac:ContractDocumentReference
      cac:Delivery
      cac:Delivery/cac:DeliveryLocation
      cac:Delivery/cac:DeliveryLocation/cac:Address
      cac:Delivery/cac:DeliveryLocation/cac:Address/cac:AddressLine
      cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:AdditionalStreetName
      cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:CityName
      cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:CountrySubentity
      cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:PostalZone
      cac:Delivery/cac:DeliveryLocation/cac:Address/cbc:StreetName
      cac:Delivery/cac:DeliveryLocation/cbc:ID
      cac:Delivery/cac:DeliveryParty
      cac:Delivery/cbc:ActualDeliveryDate
      cac:DespatchDocumentReference
      cac:InvoiceLine/cac:AllowanceCharge/cbc:AllowanceChargeReason
      cac:InvoiceLine/cac:AllowanceCharge/cbc:AllowanceChargeReasonCode
      cac:InvoiceLine/cac:DespatchLineReference
      cac:InvoiceLine/cac:DespatchLineReference/cac:DocumentReference
      cac:InvoiceLine/cac:DocumentReference
      cac:InvoiceLine/cac:DocumentReference/cbc:DocumentTypeCode
      cac:InvoiceLine/cac:InvoicePeriod
      cac:InvoiceLine/cac:InvoicePeriod/cbc:EndDate
      cac:InvoiceLine/cac:InvoicePeriod/cbc:StartDate
      cac:InvoiceLine/cac:Item/cac:AdditionalItemProperty
      cac:InvoiceLine/cac:Item/cac:BuyersItemIdentification
      cac:InvoiceLine/cac:Item/cac:CommodityClassification
      cac:InvoiceLine/cac:Item/cac:OriginCountry
      cac:InvoiceLine/cac:Item/cac:SellersItemIdentification
      cac:InvoiceLine/cac:Item/cac:StandardItemIdentification
      cac:InvoiceLine/cac:OrderLineReference
      cac:InvoiceLine/cac:OrderLineReference/cac:OrderReference
      cac:InvoiceLine/cac:Price/cac:AllowanceCharge
      cac:InvoiceLine/cac:Price/cac:AllowanceCharge/cbc:BaseAmount
      cac:InvoiceLine/cac:Price/cbc:BaseQuantity
      cac:InvoiceLine/cbc:AccountingCost
      cac:InvoiceLine/cbc:Note
      cac:InvoicePeriod
      cac:InvoicePeriod/cbc:EndDate
      cac:InvoicePeriod/cbc:StartDate
      cac:LegalMonetaryTotal/cbc:PayableRoundingAmount
      cac:LegalMonetaryTotal/cbc:PrepaidAmount
      cac:OrderReference
      cac:OrderReference/cbc:SalesOrderID
      cac:OriginatorDocumentReference
      cac:PayeeParty
      cac:PayeeParty/cac:PartyIdentification
      cac:PayeeParty/cac:PartyLegalEntity
      cac:PaymentMeans
      cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:Name
      cac:PaymentTerms
      cac:ProjectReference
      cac:ReceiptDocumentReference
      cac:TaxRepresentativeParty
      cac:TaxRepresentativeParty/cac:PostalAddress/cac:AddressLine
      cac:TaxRepresentativeParty/cac:PostalAddress/cbc:AdditionalStreetName
      cac:TaxRepresentativeParty/cac:PostalAddress/cbc:CityName
      cac:TaxRepresentativeParty/cac:PostalAddress/cbc:CountrySubentity
      cac:TaxRepresentativeParty/cac:PostalAddress/cbc:PostalZone
      cac:TaxRepresentativeParty/cac:PostalAddress/cbc:StreetName
      cbc:AccountingCost
      cbc:BuyerReference
      cbc:DueDate
      cbc:Note
      """.split(whereSeparator: \.isWhitespace).map(String.init))
  }
}

extension XMLTree {
  fileprivate var profileName: String { root.text("cbc:CustomizationID") ?? "" }
}

extension TreeElement {
  fileprivate var isAmountOrQuantity: Bool {
    ["Amount", "Quantity", "Percent"].contains { name.hasSuffix($0) }
  }

  fileprivate var schematicPath: String {
    path.replacing(#/\[\d+\]/#, with: "").replacing("/Invoice/", with: "")
  }
}
