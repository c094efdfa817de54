package import Diagnostics

/// The stable codes of everything this room reports: `C0…` syntax, `C1…` types, `C2…` evaluation, `C3…` limits.
package enum Code: String, Sendable, CaseIterable {
  case unexpectedCharacter = "C001"
  case unterminatedLiteral = "C002"
  case badEscape = "C003"
  case badNumber = "C004"
  case unexpectedToken = "C005"
  case reservedWord = "C006"
  case badMacro = "C007"
  case messageLiteral = "C008"
  case undeclaredName = "C101"
  case unknownFunction = "C102"
  case noMatchingOverload = "C103"
  case unknownField = "C104"
  case unguardedField = "C105"
  case noFields = "C106"
  case notIterable = "C107"
  case wrongResult = "C108"
  case notInEnumeration = "C109"
  case badKey = "C110"
  case badLiteral = "C111"
  case noSuchOverload = "C201"
  case noSuchKey = "C202"
  case indexOutOfRange = "C203"
  case overflow = "C204"
  case divisionByZero = "C205"
  case conversion = "C206"
  case unbound = "C207"
  case badArgument = "C208"
  case emptyOptional = "C209"
  case repeatedKey = "C210"
  case host = "C211"
  case tooLong = "C301"
  case tooDeep = "C302"
  case costExceeded = "C303"

  /// What the code stands for, in a line.
  package var summary: Text {
    switch self {
    case .unexpectedCharacter: Text(en: "a character that no expression uses", ja: "式で使えない文字")
    case .unterminatedLiteral: Text(en: "a text without its closing quote", ja: "引用符が閉じていない文字列")
    case .badEscape: Text(en: "an escape that does not exist", ja: "存在しないエスケープ")
    case .badNumber: Text(en: "a number that is malformed or out of range", ja: "形式または範囲が不正な数値")
    case .unexpectedToken: Text(en: "the expression's grammar is broken", ja: "式の文法の誤り")
    case .reservedWord: Text(en: "a word reserved by the language", ja: "言語が予約している語")
    case .badMacro: Text(en: "a macro used in a wrong form", ja: "マクロの使い方の誤り")
    case .messageLiteral: Text(en: "message construction is not supported", ja: "メッセージの生成は使えない")
    case .undeclaredName: Text(en: "a name that is not declared", ja: "宣言されていない名前")
    case .unknownFunction: Text(en: "a function that does not exist", ja: "存在しない関数")
    case .noMatchingOverload: Text(en: "an operator or function used on the wrong types", ja: "演算子または関数の型の不一致")
    case .unknownField: Text(en: "a field that the data does not have", ja: "データに存在しない項目")
    case .unguardedField: Text(en: "an optional field read without a guard", ja: "任意項目を確認なしに参照")
    case .noFields: Text(en: "a value that has no fields", ja: "項目を持たない値")
    case .notIterable: Text(en: "a value that cannot be iterated", ja: "繰り返しのできない値")
    case .wrongResult: Text(en: "a result of the wrong type", ja: "結果の型の不一致")
    case .notInEnumeration: Text(en: "a text outside the allowed values", ja: "許された値にない文字列")
    case .badKey: Text(en: "a map key of the wrong type or given twice", ja: "マップのキーの型違いまたは重複")
    case .badLiteral: Text(en: "a constant that can never be read", ja: "解釈できない定数")
    case .noSuchOverload: Text(en: "values of the wrong types met when evaluated", ja: "評価時の型の不一致")
    case .noSuchKey: Text(en: "a key or field is absent", ja: "キーまたは項目がない")
    case .indexOutOfRange: Text(en: "an index outside the list or text", ja: "範囲外の添字")
    case .overflow: Text(en: "a result beyond its type's range", ja: "型の範囲を超えた結果")
    case .divisionByZero: Text(en: "a division by zero", ja: "ゼロによる除算")
    case .conversion: Text(en: "a value that cannot be converted", ja: "変換できない値")
    case .unbound: Text(en: "a name or function without a value", ja: "値の与えられていない名前または関数")
    case .badArgument: Text(en: "an argument that a function refuses", ja: "関数が受け付けない引数")
    case .emptyOptional: Text(en: "the value of an empty optional", ja: "空のoptionalの値")
    case .repeatedKey: Text(en: "a map key given twice", ja: "マップのキーの重複")
    case .host: Text(en: "a function of the engine refused", ja: "エンジンの関数が拒否")
    case .tooLong: Text(en: "an expression that is too long", ja: "長すぎる式")
    case .tooDeep: Text(en: "an expression that nests too deeply", ja: "入れ子が深すぎる式")
    case .costExceeded: Text(en: "an evaluation beyond its cost budget", ja: "評価コストの上限超過")
    }
  }
}
