import Diagnostics

/// libyaml's complaints in the words of an author, in both languages.
struct SyntaxComplaint {
  private let source: SourceFile
  private let error: LibYAMLError

  init(_ source: SourceFile, _ error: LibYAMLError) {
    self.source = source
    self.error = error
  }

  var diagnostic: Diagnostic {
    scanner ?? quoted ?? block ?? properties ?? directive ?? structure
      ?? make(
        .syntax, Text(en: "not valid YAML: \(error.problem)", ja: "YAML として正しくありません（\(error.problem)）"),
        help: Text(en: "check the line and the one before it", ja: "この行と前の行を確認してください"))
  }

  private var byte: UInt8? { error.offset < source.bytes.count ? source.bytes[error.offset] : nil }

  private func make(
    _ code: YAMLCode, _ message: Text, at offset: Int? = nil, note: Text? = nil, help: Text
  ) -> Diagnostic {
    let place = min(offset ?? error.offset, source.bytes.count)
    var end = place
    if place < source.bytes.count, !source.bytes[place].isBreak {
      end = place + (InputCheck.scalar(source.bytes, place)?.1 ?? 1)
    }
    var notes: [Diagnostic.Note] = []
    if let note, let context = error.contextOffset {
      notes = [Diagnostic.Note(note, at: Location(source, Span(context, min(context + 1, source.bytes.count))))]
    }
    return Diagnostic(code, message, at: Location(source, Span(place, end)), notes: notes, help: help)
  }

  private var scanner: Diagnostic? {
    switch error.problem {
    case "found character that cannot start any token": return wrongCharacter
    case "found a tab character that violates indentation",
      "found a tab character where an indentation space is expected":
      return tab
    case "could not find expected ':'":
      return make(
        .syntax, Text(en: "a key without ':', or a value that is not indented", ja: "':' のないキー、または字下げされていない値です"),
        at: error.contextOffset,
        help: Text(
          en:
            "write 'key: value', or indent the line if it continues the value above (a key has at most 1024 characters)",
          ja: "'key: value' の形にするか、上の値の続きなら字下げしてください（キーは 1024 文字までです）"))
    case "block sequence entries are not allowed in this context":
      return make(
        .indicator, Text(en: "a list item may not begin here", ja: "ここからリストの項目は始められません"),
        help: Text(en: "put '- ' on a line of its own, under the key", ja: "'- ' はキーの下の新しい行に書いてください"))
    case "mapping keys are not allowed in this context":
      return make(
        .indicator, Text(en: "'? ' may not stand here", ja: "ここに '? ' は書けません"),
        help: Text(en: "quote the value if '?' belongs to it", ja: "'?' が値の一部なら引用符で囲んでください"))
    case "mapping values are not allowed in this context":
      return make(
        .indicator, Text(en: "': ' may not stand here", ja: "ここに ': ' は書けません"),
        help: Text(
          en: "quote the value if the colon belongs to it; else check the indentation of this line and the one before",
          ja: "コロンが値の一部なら引用符で囲み、そうでなければこの行と前の行の字下げを確認してください"))
    case "found unexpected ':'":
      return make(
        .unsupported,
        Text(
          en: "inside brackets, ':' directly before ',', '?' or a bracket is not supported",
          ja: "括弧の中で ',' '?' や括弧の直前の ':' には対応していません"),
        help: Text(en: "put a space after the ':', or quote the value", ja: "':' の後に空白を入れるか、値を引用符で囲んでください"))
    default: return nil
    }
  }

  private var tab: Diagnostic {
    make(
      .tab, Text(en: "a tab stands where only spaces may", ja: "空白でなければならない場所にタブがあります"),
      at: nearestTab,
      help: Text(en: "replace the tab by spaces", ja: "タブを空白に置き換えてください"))
  }

  /// libyaml's mark may stand a little before or after the tab.
  private var nearestTab: Int {
    let place = min(error.offset, source.bytes.count)
    if byte == 0x09 { return place }
    let line = source.lineRange(source.lineIndex(of: place))
    return source.bytes[line.lower..<line.upper].firstIndex(of: 0x09) ?? place
  }

  private var wrongCharacter: Diagnostic {
    guard let byte else { return tab }
    if byte == 0x09 { return tab }
    if let name = anchorBefore { return Faults.anchorName.diagnostic(source, name) }
    let character = String(decoding: [byte], as: UTF8.self)
    return make(
      .indicator,
      Text(en: "a plain value may not begin with '\(character)'", ja: "引用符のない値は '\(character)' から始められません"),
      help: Text(en: "quote the value", ja: "値を引用符で囲んでください"))
  }

  /// The anchor or alias that goes on at the place of the error: libyaml ends its name at some punctuation.
  private var anchorBefore: Span? {
    let isEnd = { (byte: UInt8) in byte.isBlank || byte.isBreak || byte.isFlowIndicator }
    let before = source.bytes[..<error.offset]
    let start = (before.lastIndex(where: isEnd) ?? -1) + 1
    guard start < error.offset, before[start] == UInt8(ascii: "&") || before[start] == UInt8(ascii: "*") else {
      return nil
    }
    return Span(start, source.bytes[error.offset...].firstIndex(where: isEnd) ?? source.bytes.count)
  }

  private var quoted: Diagnostic? {
    guard error.context == "while scanning a quoted scalar" || error.context == "while parsing a quoted scalar" else {
      return nil
    }
    switch error.problem {
    case "found unexpected end of stream", "found unexpected document indicator":
      return make(
        .quotedScalar, Text(en: "the quoted string is not closed", ja: "引用符が閉じていません"), at: error.contextOffset,
        help: Text(en: "add the closing quote", ja: "閉じる引用符を書いてください"))
    default:
      return make(
        .quotedScalar, Text(en: "unknown escape in a double-quoted string", ja: "二重引用符の文字列に未知のエスケープがあります"),
        help: Text(
          en: "write a backslash as '\\\\', or use single quotes; \\u takes four hexadecimal digits, no surrogates",
          ja: "バックスラッシュは '\\\\' と書くか単一引用符を使ってください。\\u は 16 進 4 桁で、サロゲートは使えません"))
    }
  }

  private var block: Diagnostic? {
    guard error.context == "while scanning a block scalar" else { return nil }
    return make(
      .blockScalar,
      Text(
        en: "after '|' or '>' there may be only 1-9, '+' or '-', and a comment",
        ja: "'|' や '>' の後に書けるのは 1-9、'+'、'-' とコメントだけです"),
      help: Text(en: "put the text on the next line, indented", ja: "本文は次の行に字下げして書いてください"))
  }

  private var properties: Diagnostic? {
    switch error.context {
    case "while scanning an anchor", "while scanning an alias":
      return Faults.anchorName.diagnostic(source, Span(error.contextOffset ?? error.offset, error.offset))
    case "while scanning a tag", "while parsing a tag", "while parsing a node":
      return make(
        .tag, Text(en: "not a tag that is supported", ja: "対応していないタグです"), at: error.contextOffset,
        help: Text(
          en: "remove the tag; a value that begins with '!' must be quoted",
          ja: "タグを取り除いてください。'!' から始まる値は引用符で囲みます"))
    default: return nil
    }
  }

  private var directive: Diagnostic? {
    switch error.problem {
    case "found incompatible YAML document":
      return make(
        .version, Text(en: "only YAML 1.2 is read", ja: "読み込めるのは YAML 1.2 だけです"),
        help: Text(en: "remove the %YAML line", ja: "%YAML の行を取り除いてください"))
    case "found unknown directive name", "could not find expected directive name":
      return make(
        .directive, Text(en: "a directive that is not supported", ja: "対応していないディレクティブです"), at: error.contextOffset,
        help: Text(
          en: "remove the line; text that begins with '%' at the start of a line must be quoted or indented",
          ja: "この行を取り除いてください。行頭が '%' の文は引用符で囲むか字下げします"))
    default: break
    }
    guard error.context.contains("directive") || error.problem.contains("directive") else { return nil }
    return make(
      .directive, Text(en: "mistake in a directive: \(error.problem)", ja: "ディレクティブの誤りです（\(error.problem)）"),
      help: Text(en: "remove the line that begins with '%'", ja: "'%' で始まる行を取り除いてください"))
  }

  private var structure: Diagnostic? {
    switch error.problem {
    case "did not find expected <document start>":
      return make(
        .syntax, Text(en: "text after the end of the document's value", ja: "文書の値が終わった後に文字があります"),
        help: Text(
          en: "check the indentation; another document must begin with '---'",
          ja: "字下げを確認してください。別の文書なら '---' で始めます"))
    case "did not find expected key":
      if byte == UInt8(ascii: ":") { return emptyKey }
      return make(
        .syntax, Text(en: "a key was expected", ja: "キーが必要です"),
        note: Text(en: "in the mapping that begins here", ja: "このマッピングの中です"),
        help: Text(en: "check the indentation of this line", ja: "この行の字下げを確認してください"))
    case "did not find expected '-' indicator":
      return make(
        .syntax, Text(en: "a list item '- ' was expected", ja: "リストの項目 '- ' が必要です"),
        note: Text(en: "in the list that begins here", ja: "このリストの中です"),
        help: Text(en: "check the indentation of this line", ja: "この行の字下げを確認してください"))
    case "did not find expected ',' or ']'", "did not find expected ',' or '}'": return unclosedBracket
    case "did not find expected node content": return missingNode
    default: return nil
    }
  }

  private var emptyKey: Diagnostic {
    make(
      .keyKind,
      Text(en: "a key is missing before ':'; empty keys are not supported", ja: "':' の前にキーがありません。空のキーには対応していません"),
      help: Text(en: "write the key, or quote the value that begins with ':'", ja: "キーを書くか、':' で始まる値を引用符で囲んでください"))
  }

  private var unclosedBracket: Diagnostic {
    let opened = Text(en: "the bracket was opened here", ja: "この括弧が閉じていません")
    if byte == UInt8(ascii: ":") {
      return make(
        .flowCollection,
        Text(en: "inside brackets a key and its ':' must stand on one line", ja: "括弧の中のキーと ':' は同じ行に書く必要があります"),
        note: opened,
        help: Text(en: "join the lines, or quote the value that begins with ':'", ja: "行をつなげるか、':' で始まる値を引用符で囲んでください"))
    }
    return make(
      .flowCollection, Text(en: "a ',' or the closing bracket is missing", ja: "',' または閉じ括弧がありません"), note: opened,
      help: Text(
        en: "close the bracket, or quote the value if the bracket belongs to it",
        ja: "括弧を閉じるか、括弧が値の一部なら引用符で囲んでください"))
  }

  private var missingNode: Diagnostic {
    if byte == UInt8(ascii: ":") { return emptyKey }
    if byte == UInt8(ascii: ".") {
      return make(
        .unsupported, Text(en: "'...' ends a document that has no content", ja: "内容のない文書を '...' で終えています"),
        help: Text(en: "remove the line", ja: "この行を取り除いてください"))
    }
    return make(
      .flowCollection, Text(en: "a value is missing here", ja: "ここに値がありません"),
      help: Text(en: "remove the extra ',' or write the value", ja: "余分な ',' を取り除くか、値を書いてください"))
  }
}
