import CRE2
import Diagnostics

/// Says RE2's refusals in the words of the house.
enum RefusedProgram {
  static func error(_ fault: cre2_fault, _ pattern: String, _ reportsPlaces: Bool) -> PatternError {
    let span = reportsPlaces && fault.offset >= 0 ? Span(fault.offset, fault.offset + Int(fault.length)) : nil
    var message = Self.message(fault.code)
    if let span {
      let fragment = String(decoding: Array(pattern.utf8)[span.lower..<span.upper], as: UTF8.self)
      message = Text(en: "\(message.en): \(fragment)", ja: "\(message.ja): \(fragment)")
    }
    return PatternError(message, at: span, help: help(fault.code))
  }

  private static func message(_ code: cre2_fault_code) -> Text {
    switch code {
    case cre2_fault_escape: Text(en: "unknown escape", ja: "未知のエスケープです")
    case cre2_fault_class: Text(en: "unknown character class", ja: "未知の文字クラスです")
    case cre2_fault_range: Text(en: "the range runs backwards", ja: "範囲の始めと終わりが逆です")
    case cre2_fault_missing_bracket: Text(en: "\"]\" is missing", ja: "「]」がありません")
    case cre2_fault_missing_parenthesis: Text(en: "\")\" is missing", ja: "「)」がありません")
    case cre2_fault_unexpected_parenthesis: Text(en: "\")\" without \"(\"", ja: "「(」のない「)」があります")
    case cre2_fault_trailing_backslash: Text(en: "the pattern ends with a backslash", ja: "パターンが「\\」で終わっています")
    case cre2_fault_nothing_to_repeat: Text(en: "nothing to repeat", ja: "繰り返す対象がありません")
    case cre2_fault_repeat_size: Text(en: "repetition is backwards or over 1000", ja: "繰り返しの回数が逆か、1000 を超えています")
    case cre2_fault_repeat_operator: Text(en: "a repetition of a repetition", ja: "繰り返しが重なっています")
    case cre2_fault_group_syntax:
      Text(
        en: "this group is not supported (no lookaround, no backreferences)",
        ja: "このグループには対応していません (先読み・後読み・後方参照は使えません)")
    case cre2_fault_utf8: Text(en: "the pattern is not valid UTF-8", ja: "パターンが正しい UTF-8 ではありません")
    case cre2_fault_group_name: Text(en: "bad or repeated group name", ja: "グループ名が正しくないか、重複しています")
    case cre2_fault_too_large: Text(en: "the pattern compiles to too large a program", ja: "パターンが大きすぎます")
    case cre2_fault_no_memory: Text(en: "no memory left for the pattern", ja: "パターンのためのメモリが足りません")
    default: Text(en: "the pattern cannot be compiled", ja: "パターンをコンパイルできません")
    }
  }

  private static func help(_ code: cre2_fault_code) -> Text? {
    switch code {
    case cre2_fault_too_large:
      Text(
        en: "lower the counts in {n,m}, above all around classes such as \\p{L}",
        ja: "{n,m} の回数を減らしてください。特に \\p{L} などのクラスの繰り返しが大きくなります")
    case cre2_fault_repeat_operator: Text(en: "put the inner one in (?: )", ja: "内側を (?: ) で囲んでください")
    default: nil
    }
  }
}
