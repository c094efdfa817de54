import ArgumentParser
import Authoring
import Diagnostics

struct WorkflowFormat: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fmt",
    abstract: "Bring files of the language into the one layout; comments stay. 定義ファイルの整形。",
    discussion: "Exit: 0 done, 1 with --check where a file would change, 7 where a file is left alone.")

  @Argument(help: "Files; - formats standard input to standard output.")
  var files: [String]
  @Flag(help: "Change nothing; name the files that would change.")
  var check = false
  @OptionGroup var common: CommonOptions

  func run() throws {
    let language = common.language
    var isRefused = false
    var isChanged = false
    try common.presenting {
      for path in files {
        let source = SourceFile(name: path, bytes: try InputFile.readStart(path, limit: WorkflowFiles.limit, language))
        switch Formatter.format(source) {
        case .refused(let diagnostics):
          isRefused = true
          Terminal.show(diagnostics, language)
        case .formatted(let text):
          let isNew = Array(text.utf8) != source.bytes
          isChanged = isChanged || isNew
          if path == "-", !check {
            Terminal.out(Array(text.utf8))
          } else if isNew {
            Terminal.out(path.safeForTerminal())
            if !check { try OutputFile.write(text, to: path) }
          }
        }
      }
    }
    if isRefused { throw Exit.invalid }
    if check, isChanged { throw Exit.failure }
  }
}
