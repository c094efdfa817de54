import ArgumentParser
import Diagnostics

/// An error that knows how to tell a person and what to tell the shell.
protocol Presentable: Error {
  var exit: ExitCode { get }
  /// For standard error. Texts from elsewhere are neutralised already.
  func lines(_ language: Language) -> [String]
}

/// What stops a command on this side of the network.
struct CommandFailure: Presentable {
  let exit: ExitCode
  let message: Text
  var hint: Text?

  init(_ exit: ExitCode, _ message: Text, hint: Text? = nil) {
    self.exit = exit
    self.message = message
    self.hint = hint
  }

  func lines(_ language: Language) -> [String] {
    let first = "sekisho: " + message[language].safeForTerminal()
    guard let hint else { return [first] }
    return [first, Labels.hint[language] + hint[language].safeForTerminal()]
  }
}

/// Words in front of the parts of a message.
enum Labels {
  static let hint = Text(en: "  hint: ", ja: "  ヒント:")
  static let source = Text(en: "source: ", ja: "根拠:")
  static let metBy = Text(en: "can act: ", ja: "対応できる方:")
}

extension CommonOptions {
  /// Runs a command's work; what is `Presentable` is shown on standard error and becomes an exit code.
  func presenting<Value>(_ body: () async throws -> Value) async throws -> Value {
    do {
      return try await body()
    } catch let failure as any Presentable {
      throw failure.shown(language)
    }
  }

  func presenting<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let failure as any Presentable {
      throw failure.shown(language)
    }
  }
}

extension Presentable {
  /// Shows itself; the exit code is what remains to be thrown.
  func shown(_ language: Language) -> ExitCode {
    for line in lines(language) { Terminal.note(line) }
    return exit
  }
}
