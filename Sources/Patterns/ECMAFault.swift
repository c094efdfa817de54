import Diagnostics

/// What can be wrong with a pattern of ECMA-262, or beyond linear time.
enum ECMAFault {
  case endsInBackslash, controlEscape, octal, hexadecimal, surrogate, unknownEscape
  case propertySyntax, unknownProperty, scriptExtensions
  case lookaround, backreference, modifiers
  case unopened, unclosed, unclosedBracket, loneBracket, groupName
  case nothingToRepeat, countsBackwards, tooManyRepetitions
  case rangeOfSets, rangeBackwards

  func error(_ fragment: String, at span: Span) -> PatternError {
    let message = self.message
    return PatternError(
      Text(en: "\(message.en): \(fragment)", ja: "\(message.ja): \(fragment)"), at: span, help: help)
  }

  private var message: Text {
    switch self {
    case .endsInBackslash: Text(en: "the pattern ends with a backslash", ja: "パターンが「\\」で終わっています")
    case .controlEscape: Text(en: "\\c needs a letter", ja: "\\c の後には英字が必要です")
    case .octal: Text(en: "octal escapes do not exist", ja: "8 進数のエスケープはありません")
    case .hexadecimal: Text(en: "bad hexadecimal escape", ja: "16 進数のエスケープが正しくありません")
    case .surrogate: Text(en: "half a surrogate pair is no character", ja: "サロゲートの片方だけでは文字になりません")
    case .unknownEscape: Text(en: "unknown escape", ja: "未知のエスケープです")
    case .propertySyntax: Text(en: "\\p needs a name in braces", ja: "\\p の後には { } で囲んだ名前が必要です")
    case .unknownProperty: Text(en: "unknown Unicode property", ja: "未知の Unicode プロパティです")
    case .scriptExtensions: Text(en: "Script_Extensions is not supported", ja: "Script_Extensions には対応していません")
    case .lookaround:
      Text(en: "lookahead and lookbehind are not supported", ja: "先読み・後読みには対応していません")
    case .backreference: Text(en: "backreferences are not supported", ja: "後方参照には対応していません")
    case .modifiers: Text(en: "unknown kind of group", ja: "未知の種類のグループです")
    case .unopened: Text(en: "\")\" without \"(\"", ja: "「(」のない「)」があります")
    case .unclosed: Text(en: "\")\" is missing", ja: "「)」がありません")
    case .unclosedBracket: Text(en: "\"]\" is missing", ja: "「]」がありません")
    case .loneBracket: Text(en: "this bracket stands alone", ja: "対になっていない括弧があります")
    case .groupName: Text(en: "bad or repeated group name", ja: "グループ名が正しくないか、重複しています")
    case .nothingToRepeat: Text(en: "nothing to repeat", ja: "繰り返す対象がありません")
    case .countsBackwards: Text(en: "the counts run backwards", ja: "回数の始めと終わりが逆です")
    case .tooManyRepetitions: Text(en: "more than 1000 repetitions", ja: "繰り返しが 1000 回を超えています")
    case .rangeOfSets: Text(en: "a range needs a single character at each end", ja: "範囲の両端は 1 文字でなければなりません")
    case .rangeBackwards: Text(en: "the range runs backwards", ja: "範囲の始めと終わりが逆です")
    }
  }

  private var help: Text? {
    switch self {
    case .unknownEscape:
      Text(
        en: "write the character without the backslash; \\a, \\e, \\z and the like do not exist",
        ja: "「\\」を取って文字だけを書いてください。\\a・\\e・\\z などはありません")
    case .loneBracket:
      Text(en: "to mean the character itself, put a backslash before it", ja: "文字そのものなら前に「\\」を付けてください")
    case .unknownProperty:
      Text(
        en:
          "known: general categories (\\p{Letter}, \\p{Lu}), \\p{Script=Han}, and binary properties (\\p{Alphabetic})",
        ja: "使えるもの: 一般カテゴリ (\\p{Letter}、\\p{Lu})、\\p{Script=Han}、二値プロパティ (\\p{Alphabetic})")
    case .scriptExtensions: Text(en: "use Script=", ja: "Script= を使ってください")
    case .lookaround, .backreference:
      Text(
        en: "split the condition: several schemas under allOf, or not, each with a plain pattern",
        ja: "条件を分け、allOf や not の下にそれぞれ単純なパターンを書いてください")
    case .modifiers:
      Text(
        en: "use ( ), (?: ) or (?<name> ); for both cases write [Aa]",
        ja: "( )、(?: )、(?<name> ) が使えます。大文字と小文字の両方は [Aa] と書きます")
    case .rangeOfSets: Text(en: "to mean the hyphen itself, write \\-", ja: "ハイフンそのものなら「\\-」と書いてください")
    case .tooManyRepetitions: Text(en: "bound the length with maxLength", ja: "長さの上限は maxLength で決めてください")
    case .endsInBackslash, .controlEscape, .octal, .hexadecimal, .surrogate, .propertySyntax, .unopened, .unclosed,
      .unclosedBracket, .groupName, .nothingToRepeat, .countsBackwards, .rangeBackwards:
      nil
    }
  }
}
