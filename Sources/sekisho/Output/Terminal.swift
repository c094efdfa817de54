import ArgumentParser
import Diagnostics
import Foundation

/// The only place that prints. Standard output carries data, standard error everything else.
enum Terminal {
  static func out(_ text: String) { write(text, to: FileHandle.standardOutput) }
  static func note(_ text: String) { write(text, to: FileHandle.standardError) }

  static func show(_ diagnostics: [Diagnostic], _ language: Language) {
    // A file full of mistakes must not bury its first ones.
    for diagnostic in diagnostics.prefix(200) { note(diagnostic.rendered(language) + "\n") }
    if diagnostics.count > 200 {
      note(
        Text(en: "… and \(diagnostics.count - 200) more", ja: "…ほか\(diagnostics.count - 200)件")[language])
    }
  }

  private static func write(_ text: String, to handle: FileHandle) {
    // A closed pipe (`| head`) is no mistake of ours.
    try? handle.write(contentsOf: Data((text + "\n").utf8))
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
