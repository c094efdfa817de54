import Diagnostics
import Foundation
import YAML

/// Where a person works: `current: NAME` and `contexts: {NAME: {url:, token_file:, lang:, plain_http:}}`.
struct ContextFile {
  struct Context: YAMLRecord, Equatable {
    var url: String
    /// Relative to the configuration's folder; `~/` is the home directory.
    var tokenFile: String?
    var language: Language?
    /// Tokens may travel without TLS to a host other than this one.
    var allowsPlainHTTP = false

    init(url: String, tokenFile: String? = nil, language: Language? = nil) {
      self.url = url
      self.tokenFile = tokenFile
      self.language = language
    }

    init?(_ fields: FieldReader) {
      let url = fields.required("url", .string)
      tokenFile = fields.optional("token_file", .string)
      language = fields.optional("lang", .word(Language.self))
      allowsPlainHTTP = fields.optional("plain_http", .bool, default: false)
      guard let url else { return nil }
      self.url = url
    }
  }

  let path: String
  var current: String?
  /// In the order of the file.
  var contexts: [(name: String, context: Context)] = []

  subscript(name: String) -> Context? { contexts.first { $0.name == name }?.context }

  mutating func set(_ name: String, _ context: Context) {
    contexts.removeAll { $0.name == name }
    contexts.append((name, context))
  }

  // MARK: Reading

  private static let limit = 1 << 20

  /// An absent file has no contexts.
  static func read(_ path: String, _ language: Language) throws -> ContextFile {
    var file = ContextFile(path: path)
    guard FileManager.default.fileExists(atPath: path) else { return file }
    try SafeFile.refuse(path, writableByOthers: language)
    let source = SourceFile(name: path, bytes: try InputFile.read(path, limit: limit, language))
    let findings = Findings()
    let reading = YAMLReading<Bool>.record { fields -> Bool? in
      file.current = fields.optional("current", .string)
      let contexts = fields.optional("contexts", .dictionary(of: .record(Context.self)), default: [])
      file.contexts = contexts.map { ($0.name.value, $0.value) }
      return true
    }
    if let node = YAMLReader().document(source, findings), !node.isNull { _ = reading.read(document: node, findings) }
    guard !findings.hasErrors else {
      Terminal.show(findings.diagnostics.inReadingOrder(), language)
      throw Exit.invalid
    }
    return file
  }

  /// A token file as the configuration names it.
  func resolve(_ tokenFile: String) -> String {
    if tokenFile.hasPrefix("~/") { return Environment.home + tokenFile.dropFirst() }
    if tokenFile.hasPrefix("/") { return tokenFile }
    return folder + "/" + tokenFile
  }

  private var folder: String { URL(filePath: path).deletingLastPathComponent().path }

  // MARK: Writing

  /// Whole or not at all; comments do not survive.
  func write() throws {
    var text = ""
    if let current { text += "current: \(Self.quoted(current))\n" }
    text += "contexts:\n"
    for (name, context) in contexts {
      text += "  \(Self.quoted(name)):\n    url: \(Self.quoted(context.url))\n"
      if let tokenFile = context.tokenFile { text += "    token_file: \(Self.quoted(tokenFile))\n" }
      if let language = context.language { text += "    lang: \(language.rawValue)\n" }
      if context.allowsPlainHTTP { text += "    plain_http: true\n" }
    }
    try SafeFile.write(text, to: path)
  }

  /// JSON's strings are YAML's double-quoted ones.
  private static func quoted(_ text: String) -> String { JSONString.quoted(text) }
}
