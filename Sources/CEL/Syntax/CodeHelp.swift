package import Diagnostics

/// What to do about a code: the body of its page in `sekisho explain`.
extension Code {
  /// An expression that meets the code and one that does not; nil where an example would say nothing.
  package var example: (wrong: String, right: String)? {
    switch self {
    case .unexpectedCharacter: ("data.kind = \"works\"", "data.kind == \"works\"")
    case .unterminatedLiteral: ("data.kind == \"works", "data.kind == \"works\"")
    case .badEscape: ("data.code.matches(\"\\d+\")", "data.code.matches(r\"\\d+\")")
    case .badNumber: ("data.amount > 99999999999999999999", "data.amount > 9999999999")
    case .unexpectedToken: ("data.amount >", "data.amount > 0")
    case .reservedWord: ("if == 1", "data.`if` == 1")
    case .badMacro: ("has(data)", "has(data.note)")
    case .messageLiteral: ("Money{yen: 1}", "{\"yen\": 1}")
    case .undeclaredName: ("dta.amount > 0", "data.amount > 0")
    case .unknownFunction: ("data.subject.length() > 0", "data.subject.size() > 0")
    case .noMatchingOverload: ("data.amount == \"1\"", "data.amount == 1")
    case .unknownField: ("data.amonut > 0", "data.amount > 0")
    case .unguardedField: ("data.note != \"\"", "has(data.note) && data.note != \"\"")
    case .noFields: ("data.amount.yen > 0", "data.amount > 0")
    case .notIterable: ("data.amount.all(x, x > 0)", "data.lines.all(l, l.price > 0)")
    case .wrongResult: ("data.amount", "data.amount > 0")
    case .notInEnumeration: ("data.kind == \"work\"", "data.kind == \"works\"")
    case .badKey: ("{\"a\": 1, \"a\": 2}", "{\"a\": 1, \"b\": 2}")
    case .badLiteral: ("duration(\"3 days\")", "duration(\"72h\")")
    case .noSuchOverload: ("dyn(\"a\") > 1", "int(\"3\") > 1")
    case .noSuchKey: ("{\"a\": 1}.b", "{\"a\": 1}.?b.orValue(0)")
    case .indexOutOfRange: ("data.lines[0].price > 0", "size(data.lines) > 0 && data.lines[0].price > 0")
    case .divisionByZero: ("data.total / data.count > 1", "data.count > 0 && data.total / data.count > 1")
    case .emptyOptional: ("data.?note.value()", "data.?note.orValue(\"\")")
    case .conversion: ("int(data.code) > 0", "data.code.matches(r\"^\\d+$\") && int(data.code) > 0")
    case .repeatedKey: ("[1, 1].transformMapEntry(i, v, {v: i})", "[1, 2].transformMapEntry(i, v, {v: i})")
    case .overflow, .unbound, .badArgument, .host, .tooLong, .tooDeep, .costExceeded: nil
    }
  }

  package var repair: Text {
    switch self {
    case .unexpectedCharacter, .unexpectedToken, .unterminatedLiteral, .badNumber, .badEscape:
      Text(
        en: "Write the expression as the caret shows. In a pattern put r before the quote, so that backslashes count.",
        ja: "キャレットの示す箇所を直してください。正規表現では引用符の前に r を置くと逆斜線がそのまま使えます。")
    case .reservedWord:
      Text(
        en: "Choose another name. A field of that name is read with backquotes.",
        ja: "別の名前にしてください。その名前の項目はバッククォートで囲んで参照します。")
    case .badMacro:
      Text(
        en: "Macros such as has, all, exists and map look at the form of their arguments: a field, or a name to bind.",
        ja: "has・all・exists・map などのマクロは引数の形を見ます。項目または束縛する名前を書いてください。")
    case .messageLiteral: Text(en: "Build a map instead.", ja: "代わりにマップを作ってください。")
    case .undeclaredName, .unknownFunction, .unknownField:
      Text(
        en: "Check the spelling; functions are listed by sekisho workflow functions, fields by the data schema.",
        ja: "綴りを確かめてください。関数は sekisho workflow functions、項目はデータのスキーマで確認できます。")
    case .noMatchingOverload, .noSuchOverload, .wrongResult:
      Text(
        en: "Bring both sides to one type: int(…), double(…), string(…), timestamp(…).",
        ja: "int(…)・double(…)・string(…)・timestamp(…) で両辺の型を揃えてください。")
    case .unguardedField, .noSuchKey:
      Text(
        en: "Ask has(…) before reading, or read with .? and .orValue(…); before a nullable value ask != null.",
        ja: "先に has(…) で確かめるか、.? と .orValue(…) で読んでください。null になり得る値は先に != null を確かめます。")
    case .noFields, .notIterable:
      Text(en: "Look up the type of the value in the data schema.", ja: "値の型をデータのスキーマで確かめてください。")
    case .notInEnumeration:
      Text(
        en: "Use one of the values that the schema lists; the comparison could never hold.",
        ja: "スキーマにある値を使ってください。このままでは比較が成り立ちません。")
    case .badKey, .repeatedKey: Text(en: "Give each key once.", ja: "キーは一度ずつ書いてください。")
    case .badLiteral, .conversion, .badArgument:
      Text(
        en: "Write the text in the form that the function reads.", ja: "関数が読める形式で書いてください。")
    case .indexOutOfRange: Text(en: "Ask for the size first.", ja: "先に大きさを確かめてください。")
    case .overflow:
      Text(
        en: "int holds 64 bits; look for a factor that is too large.", ja: "整数は64ビットです。大きすぎる係数がないか確かめてください。")
    case .divisionByZero: Text(en: "Ask that the divisor is not 0 first.", ja: "先に除数が0でないことを確かめてください。")
    case .unbound:
      Text(
        en: "The engine gave no value for the name: report it, the definition is not at fault.",
        ja: "エンジンが値を渡していません。定義の誤りではないので報告してください。")
    case .emptyOptional:
      Text(en: "Use .orValue(…) or ask .hasValue() first.", ja: ".orValue(…) を使うか、先に .hasValue() を確かめてください。")
    case .host: Text(en: "See the message of the function.", ja: "関数のメッセージを見てください。")
    case .tooLong, .tooDeep: Text(en: "Split the expression into several requirements.", ja: "式を複数の条件に分けてください。")
    case .costExceeded:
      Text(
        en: "Walk over smaller lists, or nest fewer macros: every step and every byte of text costs.",
        ja: "対象のリストを小さくするか、マクロの入れ子を減らしてください。各段階と文字数がコストになります。")
    }
  }
}
