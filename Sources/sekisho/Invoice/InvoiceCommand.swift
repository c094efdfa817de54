import ArgumentParser
import Diagnostics
import Invoices

struct InvoiceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "invoice", abstract: "Check invoices. 請求書の検査。", subcommands: [InvoiceCheck.self])
}

struct InvoiceCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Check JP PINT invoices (UBL 2.1) offline: every rule, with its place in the file.")

  @Argument(help: "Files, or - for standard input.")
  var paths: [String]
  @Flag(help: "Demand a reference to the contract, as the intake does.")
  var contractRequired = false
  @OptionGroup var common: CommonOptions

  func run() throws {
    let language = common.language
    var refused = false
    for path in paths {
      let options = InvoiceOptions(contractRequired: contractRequired)
      let bytes = try InputFile.read(path, limit: options.limits.documentBytes, language)
      let report = checkInvoice(bytes, name: path, options: options)
      Terminal.show(report.diagnostics, language)
      if report.omitted > 0 {
        Terminal.note(Text(en: "… and \(report.omitted) more", ja: "…ほか\(report.omitted)件")[language])
      }
      refused = refused || !report.isAccepted
      let verdict =
        report.isAccepted ? Text(en: "accepted", ja: "適合") : Text(en: "refused", ja: "不適合")
      Terminal.out("\(path.safeForTerminal()): \(verdict[language])")
    }
    if refused { throw Exit.invalid }
  }
}
