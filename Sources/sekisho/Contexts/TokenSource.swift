import Diagnostics
import Foundation

/// Where tokens are read from. Never a flag's value: that would show in process lists and shell histories.
enum TokenSource {
  private static let limit = 1_024

  /// - Parameter path: a file, or `-` for standard input.
  static func file(_ path: String, _ language: Language) throws -> (secret: String, source: String) {
    if path == "-" { return (try checked(try standardInput(language), "-"), "standard input") }
    try SafeFile.refuse(path, readableByOthers: language)
    let bytes: [UInt8]
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? handle.close() }
      bytes = Array(try handle.read(upToCount: limit) ?? Data())
    } catch {
      throw CommandFailure(
        Exit.signIn, Text(en: "cannot read the token file \(path)", ja: "トークンファイル\(path)を読み取れません"))
    }
    return (try checked(String(decoding: bytes, as: UTF8.self), path), path)
  }

  static func checked(_ text: String, _ source: String) throws(CommandFailure) -> String {
    let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
    guard (1...200).contains(secret.utf8.count), secret.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CommandFailure(
        Exit.signIn, Text(en: "\(source) holds no token", ja: "\(source)にトークンがありません"),
        hint: Text(en: "a token is one line, sekisho_…", ja: "トークンは sekisho_… の一行です"))
    }
    return secret
  }

  /// One line; a person at a terminal types it unseen.
  private static func standardInput(_ language: Language) throws -> String {
    guard Terminal.inputIsTerminal else {
      let data = try FileHandle.standardInput.read(upToCount: limit) ?? Data()
      return String(decoding: data, as: UTF8.self)
    }
    Terminal.note(Text(en: "token (not shown):", ja: "トークン(表示されません):")[language])
    echo(false)
    defer { echo(true) }
    return readLine() ?? ""
  }

  private static func echo(_ isOn: Bool) {
    let stty = Process()
    stty.executableURL = URL(filePath: "/bin/stty")
    stty.arguments = [isOn ? "echo" : "-echo"]
    stty.standardInput = FileHandle.standardInput
    try? stty.run()
    stty.waitUntilExit()
  }
}
