/// What the checker is told from outside: it reads neither clock nor configuration.
package struct InvoiceOptions: Sendable, Hashable {
  /// The day of receipt in Asia/Tokyo; nil leaves future dates of issue unchecked.
  package var today: InvoiceDate?
  /// Whether a contract reference (ibt-012) is demanded (SEK-REF-001): the standard leaves it open, matching needs it.
  package var contractRequired: Bool
  package var limits: InvoiceLimits

  package init(today: InvoiceDate? = nil, contractRequired: Bool = false, limits: InvoiceLimits = InvoiceLimits()) {
    self.today = today
    self.contractRequired = contractRequired
    self.limits = limits
  }
}
