import ArgumentParser
import Diagnostics
import Foundation

/// The only place that prints. Standard output carries data, standard error everything else.
enum Terminal {
  static func out(_ text: String) { write(Array((text + "\n").utf8), to: FileHandle.standardOutput) }
  static func out(_ bytes: [UInt8]) { write(bytes, to: FileHandle.standardOutput) }
  static func note(_ text: String) { write(Array((text + "\n").utf8), to: FileHandle.standardError) }

  static let outputIsTerminal = isatty(STDOUT_FILENO) == 1
  static let errorIsTerminal = isatty(STDERR_FILENO) == 1
  static let inputIsTerminal = isatty(STDIN_FILENO) == 1

  /// Long work on one line that overwrites itself; nil wipes it. Says nothing where standard error is no terminal.
  static func progress(_ text: String?) {
    guard errorIsTerminal else { return }
    write(Array(("\r\u{1B}[K" + (text.map { "… " + $0 } ?? "")).utf8), to: FileHandle.standardError)
  }

  static func show(_ diagnostics: [Diagnostic], _ language: Language) {
    // A file full of mistakes must not bury its first ones.
    for diagnostic in diagnostics.prefix(200) { note(diagnostic.rendered(language) + "\n") }
    if diagnostics.count > 200 {
      note(
        Text(en: "… and \(diagnostics.count - 200) more", ja: "…ほか\(diagnostics.count - 200)件")[language])
    }
  }

  private static func write(_ bytes: [UInt8], to handle: FileHandle) {
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      // Who closed standard error hears nothing more; data that found no place must not look complete.
      guard handle === FileHandle.standardOutput else { return }
      // A closed pipe (`| head`) is no mistake of ours: the reader has what it wanted.
      if isClosedPipe(error) { exit(0) }
      note("sekisho: " + Text(en: "cannot write to standard output", ja: "標準出力に書き込めません")[Environment.language])
      exit(1)
    }
  }

  private static func isClosedPipe(_ error: any Error) -> Bool {
    let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
    return [error as NSError, underlying].contains { $0?.domain == NSPOSIXErrorDomain && $0?.code == Int(EPIPE) }
  }
}

/// Options of every command.
struct CommonOptions: ParsableArguments {
  @Option(help: "Language of messages: ja or en (default: from LC_ALL, LC_MESSAGES, LANG).")
  var lang: String?

  var language: Language {
    if let lang { return Language(rawValue: lang) ?? .en }
    return Environment.language
  }

  func validate() throws {
    if let lang, Language(rawValue: lang) == nil {
      throw ValidationError("--lang takes ja or en / --lang は ja または en です")
    }
  }
}
