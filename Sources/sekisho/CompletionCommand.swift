import ArgumentParser
import Diagnostics

struct CompletionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completion", abstract: "Print the completion script of a shell. シェルの補完スクリプトを出力する。",
    discussion: "sekisho completion bash > /etc/bash_completion.d/sekisho")

  @Argument(help: "bash, zsh or fish. シェル。")
  var shell: String

  func run() async throws {
    guard let shell = CompletionShell(rawValue: shell) else {
      throw ValidationError("takes bash, zsh or fish / bash・zsh・fish のいずれかです")
    }
    Terminal.out(Sekisho.completionScript(for: shell))
  }
}
