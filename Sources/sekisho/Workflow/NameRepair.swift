import Authoring
import Diagnostics
import Workflows

/// `workflow check --fix`: writes the corrections of misspelt names that leave no doubt.
enum NameRepair {
  /// - Returns: the file as it is now.
  static func repaired(_ file: SourceFile, against library: Library, _ language: Language) throws -> SourceFile {
    func check(_ file: SourceFile) -> [Diagnostic] { checkDefinition(file, against: library).diagnostics }
    let result = NameFixes(file).applied(check(file), check: check)
    guard !result.fixes.isEmpty else { return file }
    try OutputFile.write(result.text, to: file.name)
    for fix in result.fixes {
      let line = file.position(of: fix.span.lower).line
      let text = Text(en: "\(fix.wrong) is now \(fix.right)", ja: "\(fix.wrong) を \(fix.right) に直しました")
      Terminal.note("\(file.name):\(line): \(text[language])".safeForTerminal())
    }
    return SourceFile(name: file.name, text: result.text)
  }
}
