import Foundation
import Glibc
import JSON
import Subprocess
import Testing

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// The command that users run, as it was built beside this test bundle.
enum Binary {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  static let path: String = {
    // A command may end before it has read its input; that must not end the tests.
    signal(SIGPIPE, SIG_IGN)
    let beside = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().path + "/sekisho"
    return FileManager.default.isExecutableFile(atPath: beside) ? beside : root + "/.build/debug/sekisho"
  }()
}

/// What one run of the command ended with.
struct Ran: Sendable {
  let code: Int32
  let out: String
  let err: String

  var lines: [String] { out.split(separator: "\n").map { String($0) } }

  func json(_ location: SourceLocation = #_sourceLocation) throws -> JSONValue {
    try #require(try? JSONValue(parsing: out), "no JSON: \(out) \(err)", sourceLocation: location)
  }
}

/// Runs the command as a person of the example cast, or with nothing but what `environment` says.
func sekisho(
  _ arguments: String..., as person: String? = "sato", input: String = "", environment: [String: String] = [:]
) async throws -> Ran {
  try await run(Binary.path, arguments, as: person, input: input, environment: environment)
}

func sekisho(all arguments: [String], as person: String? = "sato", input: String = "") async throws -> Ran {
  try await run(Binary.path, arguments, as: person, input: input, environment: [:])
}

/// Runs a line of shell in which `$SEKISHO` is the command.
func shell(_ script: String, as person: String? = "sato") async throws -> Ran {
  try await run("/bin/sh", ["-c", script], as: person, input: "", environment: ["SEKISHO": Binary.path])
}

private func run(
  _ program: String, _ arguments: [String], as person: String?, input: String, environment: [String: String]
) async throws -> Ran {
  var values: [Subprocess.Environment.Key: String?] = [
    "LC_ALL": "C", "SEKISHO_CONFIG": "/nonexistent/config.yaml", "SEKISHO_URL": nil, "SEKISHO_TOKEN": nil,
    "SEKISHO_TOKEN_FILE": nil, "SEKISHO_CONTEXT": nil, "SEKISHO_RETRY": nil, "XDG_CONFIG_HOME": nil,
  ]
  if let person {
    let server = try DevServer.running()
    values["SEKISHO_URL"] = server.url
    values["SEKISHO_TOKEN_FILE"] = server.folder + "/tokens/" + person
  }
  for (name, value) in environment {
    values.updateValue(value, forKey: Subprocess.Environment.Key(stringLiteral: name))
  }
  let result = try await Subprocess.run(
    .path(FilePath(program)), arguments: Arguments(arguments), environment: .inherit.updating(values),
    input: .string(input), output: .string(limit: 16 << 20), error: .string(limit: 4 << 20))
  guard case .exited(let code) = result.terminationStatus else {
    Issue.record("\(arguments) was killed: \(result.terminationStatus)")
    return Ran(code: -1, out: result.standardOutput, err: result.standardError)
  }
  return Ran(code: code, out: result.standardOutput, err: result.standardError)
}
