import Diagnostics

/// The sentences for what this room finds by itself.
enum Faults {
  /// A fault whose place is either its own or that of the token in hand.
  struct AtSpan {
    let code: YAMLCode
    let message: Text
    let help: Text
    var span: Span?

    func diagnostic(_ source: SourceFile, _ fallback: Span) -> Diagnostic {
      Diagnostic(code, message, at: Location(source, span ?? fallback), help: help)
    }
  }

  static let lateDirective = AtSpan(
    code: .directive,
    message: Text(en: "a directive stands inside a document", ja: "文書の途中にディレクティブがあります"),
    help: Text(en: "end the document before it with a line of '...'", ja: "その前の文書を '...' の行で終えてください"))

  static let strayBracket = AtSpan(
    code: .flowCollection,
    message: Text(en: "this bracket closes nothing", ja: "対応する開き括弧がありません"),
    help: Text(en: "remove it, or quote the value that it belongs to", ja: "取り除くか、値の一部なら引用符で囲んでください"))

  static let questionMark = AtSpan(
    code: .unsupported,
    message: Text(
      en: "a value that begins with '?' inside brackets is not supported", ja: "括弧の中で '?' から始まる値には対応していません"),
    help: Text(en: "quote it: \"?…\"", ja: "\"?…\" のように引用符で囲んでください"))

  static let colon = AtSpan(
    code: .unsupported,
    message: Text(
      en: "a value that begins with ':' inside brackets is not supported", ja: "括弧の中で ':' から始まる値には対応していません"),
    help: Text(
      en: "put a space after the ':', or quote the value", ja: "':' の後に空白を入れるか、値を引用符で囲んでください"))

  static let anchorName = AtSpan(
    code: .anchorName,
    message: Text(
      en: "an anchor or alias name may hold only ASCII letters, digits, '-' and '_'",
      ja: "アンカーとエイリアスの名前に使えるのは ASCII の英数字と '-' と '_' だけです"),
    help: Text(
      en: "rename it; before the ':' of a key put a space: '*name : value'",
      ja: "名前を変えてください。キーの ':' の前なら空白を入れます（'*name : value'）"))

  static let loneDash = AtSpan(
    code: .indicator,
    message: Text(en: "'-' alone is not a value inside brackets", ja: "括弧の中で '-' だけの値は書けません"),
    help: Text(en: "quote it: \"-\"", ja: "\"-\" のように引用符で囲んでください"))

  static let blockHeaderIndent = AtSpan(
    code: .indentation,
    message: Text(
      en: "the block scalar is not indented under its key", ja: "ブロックスカラーがキーの下に字下げされていません"),
    help: Text(en: "put '|' or '>' after the key's ':'", ja: "'|' や '>' はキーの ':' の後に書いてください"))

  static let misread = AtSpan(
    code: .unsupported,
    message: Text(
      en: "this form of YAML is read differently by different readers and is not supported",
      ja: "この YAML の書き方は読み手によって解釈が異なるため対応していません"),
    help: Text(en: "write the value as a double-quoted string", ja: "値を二重引用符の文字列で書いてください"))

  static let topLevelText = AtSpan(
    code: .unsupported,
    message: Text(
      en: "a block scalar that is the whole document must be indented", ja: "文書全体がブロックスカラーのとき、本文は字下げが必要です"),
    help: Text(en: "indent the text by a space or more", ja: "本文を一つ以上の空白で字下げしてください"))

  static func comment(_ span: Span) -> AtSpan {
    AtSpan(
      code: .comment,
      message: Text(en: "a comment needs a space before its '#'", ja: "コメントの '#' の前に空白が必要です"),
      help: Text(
        en: "put a space before '#', or quote the value if '#' belongs to it",
        ja: "'#' の前に空白を入れるか、'#' が値の一部なら引用符で囲んでください"),
      span: span)
  }

  static func flowIndent(_ span: Span) -> AtSpan {
    AtSpan(
      code: .indentation,
      message: Text(
        en: "the line goes on with a value and must be indented by more spaces than its key",
        ja: "値の続きの行は、キーより深く空白で字下げする必要があります"),
      help: Text(en: "indent the line with spaces, not tabs", ja: "タブではなく空白で字下げしてください"),
      span: span)
  }

  static func leadingBlankLine(_ span: Span) -> AtSpan {
    AtSpan(
      code: .blockScalar,
      message: Text(
        en: "a blank line at the start of the text is longer than the indentation of the text",
        ja: "本文の先頭の空行が、本文の字下げより長くなっています"),
      help: Text(en: "remove the spaces of the blank line", ja: "空行の空白を取り除いてください"),
      span: span)
  }

  static func topLevelIndicator(_ span: Span) -> AtSpan {
    AtSpan(
      code: .unsupported,
      message: Text(
        en: "an indentation indicator ('|2') on the whole document is not supported",
        ja: "文書全体のブロックスカラーへの字下げ指定（'|2'）には対応していません"),
      help: Text(en: "write '|' and indent the text", ja: "'|' と書き、本文を字下げしてください"),
      span: span)
  }

  static func tooDeep(_ limits: YAMLLimits, _ location: Location) -> Diagnostic {
    Diagnostic(
      .tooDeep,
      Text(
        en: "collections are nested more than \(limits.depth) deep",
        ja: "入れ子が \(limits.depth) 段を超えています"),
      at: location,
      help: Text(en: "flatten the structure", ja: "構造を浅くしてください"))
  }

  static func tooManyNodes(_ limits: YAMLLimits, _ location: Location) -> Diagnostic {
    Diagnostic(
      .tooManyNodes,
      Text(
        en: "the document has more than \(limits.nodes) values once aliases are followed",
        ja: "エイリアスを展開すると値が \(limits.nodes) 個を超えます"),
      at: location,
      help: Text(en: "use fewer aliases of aliases, or split the file", ja: "エイリアスの重なりを減らすか、ファイルを分割してください"))
  }
}
