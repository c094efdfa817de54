extension UBLWriter {
  static func payment(_ invoice: Invoice, _ output: inout XMLOutput) {
    for means in invoice.paymentMeans {
      output.group("cac:PaymentMeans") { output in
        output.leaf("cbc:ID", means.id)
        output.leaf("cbc:PaymentMeansCode", means.code, [("name", means.name)])
        output.leaf("cbc:PaymentID", means.remittance)
        for account in means.accounts { write(account, &output) }
      }
    }
    for terms in invoice.paymentTerms {
      output.group("cac:PaymentTerms") { output in
        output.leaf("cbc:PaymentMeansID", terms.meansID)
        output.leaf("cbc:Note", terms.note)
        amount("cbc:Amount", terms.amount, invoice.currency, &output)
        output.leaf("cbc:InstallmentDueDate", terms.dueDate?.description)
      }
    }
    for prepayment in invoice.prepayments {
      output.group("cac:PrepaidPayment") { output in
        output.leaf("cbc:ID", prepayment.id)
        amount("cbc:PaidAmount", prepayment.amount, invoice.currency, &output)
        output.leaf("cbc:ReceivedDate", prepayment.receivedDate?.description)
        output.leaf("cbc:InstructionID", prepayment.instruction)
      }
    }
  }

  private static func write(_ account: Invoice.Account, _ output: inout XMLOutput) {
    output.group("cac:PayeeFinancialAccount") { output in
      write(account.id, as: "cbc:ID", &output)
      output.leaf("cbc:Name", account.name)
      output.group("cac:FinancialInstitutionBranch") { $0.leaf("cbc:ID", account.branch) }
    }
  }

  static func amounts(_ invoice: Invoice, _ output: inout XMLOutput) {
    for entry in invoice.allowanceCharges { write(entry, invoice.currency, &output) }
    for total in invoice.taxTotals { write(total, &output) }
    let totals = invoice.totals
    let rows: [(String, ExactDecimal?)] = [
      ("cbc:LineExtensionAmount", totals.lines), ("cbc:TaxExclusiveAmount", totals.net),
      ("cbc:TaxInclusiveAmount", totals.gross), ("cbc:AllowanceTotalAmount", totals.allowances),
      ("cbc:ChargeTotalAmount", totals.charges), ("cbc:PrepaidAmount", totals.prepaid),
      ("cbc:PayableRoundingAmount", totals.rounding), ("cbc:PayableAmount", totals.payable),
    ]
    output.group("cac:LegalMonetaryTotal") { output in
      for (name, value) in rows { amount(name, value, invoice.currency, &output) }
    }
  }

  static func write(_ entry: Invoice.AllowanceCharge, _ currency: Currency, _ output: inout XMLOutput) {
    output.group("cac:AllowanceCharge") { output in
      output.leaf("cbc:ChargeIndicator", entry.isCharge ? "true" : "false")
      output.leaf("cbc:AllowanceChargeReasonCode", entry.reasonCode)
      output.leaf("cbc:AllowanceChargeReason", entry.reason)
      output.leaf("cbc:MultiplierFactorNumeric", entry.percent?.description)
      amount("cbc:Amount", entry.amount, currency, &output)
      amount("cbc:BaseAmount", entry.base, currency, &output)
      write(entry.category, as: "cac:TaxCategory", &output)
    }
  }

  private static func write(_ total: Invoice.TaxTotal, _ output: inout XMLOutput) {
    output.group("cac:TaxTotal") { output in
      amount("cbc:TaxAmount", total.tax, total.currency, &output)
      for breakdown in total.breakdown {
        output.group("cac:TaxSubtotal") { output in
          amount("cbc:TaxableAmount", breakdown.taxable, total.currency, &output)
          amount("cbc:TaxAmount", breakdown.tax, total.currency, &output)
          write(breakdown.category, as: "cac:TaxCategory", &output)
        }
      }
    }
  }
}
