package import Diagnostics

/// The three invoice specifications of JP PINT 1.1.3 (2026-06-08). Rules hold per profile.
package enum Profile: String, Sendable, Hashable, CaseIterable {
  /// A supplier registered as issuer of qualified invoices (適格請求書).
  case billing
  /// The buyer issues the invoice in the registered supplier's name (仕入明細書).
  case selfBilling = "self-billing"
  /// A supplier that is not registered (区分記載請求書).
  case nonTaxRegistered = "non-tax-registered"

  /// The `cbc:CustomizationID` that the writer gives.
  package var specification: String {
    switch self {
    case .billing: "urn:peppol:pint:billing-1@jp-1"
    case .selfBilling: "urn:peppol:pint:selfbilling-1@jp-1"
    case .nonTaxRegistered: "urn:peppol:pint:nontaxinvoice-1@jp-1"
    }
  }

  /// The `cbc:ProfileID` that the writer gives.
  package var process: String {
    switch self {
    case .billing, .nonTaxRegistered: "urn:peppol:bis:billing"
    case .selfBilling: "urn:peppol:bis:selfbilling"
    }
  }

  /// The one `cbc:InvoiceTypeCode` of the profile (UNTDID 1001).
  package var typeCode: String {
    switch self {
    case .billing: "380"
    case .selfBilling: "389"
    case .nonTaxRegistered: "480"
    }
  }

  /// Strings that are read: those above and, for billing, those of the years before PINT.
  var specifications: [String] {
    self == .billing ? [specification, "urn:fdc:peppol:jp:billing:3.0"] : [specification]
  }
  var processes: [String] {
    self == .billing ? [process, "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"] : [process]
  }

  /// The profile that a `cbc:CustomizationID` names; an extension may follow behind a separator.
  init?(specification text: String) {
    for profile in Self.allCases {
      for known in profile.specifications where text.hasPrefix(known) {
        let next = text.dropFirst(known.count).first
        if next.map({ !$0.isLetter && !$0.isNumber }) ?? true {
          self = profile
          return
        }
      }
    }
    return nil
  }

  package var title: Text {
    switch self {
    case .billing: Text(en: "JP PINT billing", ja: "JP PINT 適格請求書")
    case .selfBilling: Text(en: "JP PINT self-billing", ja: "JP PINT 仕入明細書")
    case .nonTaxRegistered: Text(en: "JP PINT, supplier not registered", ja: "JP PINT 区分記載請求書")
    }
  }
}

extension Set where Element == Profile {
  static var all: Set<Profile> { Set(Profile.allCases) }
  /// Profiles whose supplier is registered.
  static var registered: Set<Profile> { [.billing, .selfBilling] }
}
