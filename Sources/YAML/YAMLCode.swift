package import Diagnostics

/// Every code that this room reports. A code never changes its meaning; `sekisho explain CODE` shows its title.
package enum YAMLCode: String, Sendable, CaseIterable {
  // The file as bytes
  case tooLarge = "Y101"
  case notUTF8 = "Y102"
  case forbiddenCharacter = "Y103"
  case emptyFile = "Y104"
  case whitespaceRun = "Y105"
  // Bounds
  case tooDeep = "Y111"
  case tooManyNodes = "Y112"
  case numberTooLong = "Y113"
  // Not YAML
  case syntax = "Y201"
  case indentation = "Y202"
  case comment = "Y203"
  case quotedScalar = "Y204"
  case blockScalar = "Y205"
  case flowCollection = "Y206"
  case directive = "Y207"
  case indicator = "Y208"
  // YAML that Sekisho does not read
  case tab = "Y301"
  case tag = "Y302"
  case mergeKey = "Y303"
  case keyKind = "Y304"
  case severalDocuments = "Y305"
  case anchorName = "Y306"
  case unsupported = "Y307"
  case version = "Y308"
  // The tree
  case duplicateKey = "Y401"
  case undefinedAlias = "Y402"
  case recursiveAlias = "Y403"
  case tagMismatch = "Y404"
  // Fields of a record
  case wrongKind = "Y501"
  case missingField = "Y502"
  case unknownField = "Y503"
  case unknownWord = "Y504"
  case outOfRange = "Y505"
  case exclusiveFields = "Y506"
  case tooManyFindings = "Y599"

  package var title: Text {
    switch self {
    case .tooLarge: Text(en: "The file is larger than the limit", ja: "ファイルが上限より大きい")
    case .notUTF8: Text(en: "The file is not UTF-8", ja: "ファイルが UTF-8 ではない")
    case .forbiddenCharacter: Text(en: "A character that may not stand in a file", ja: "ファイルに置けない文字")
    case .emptyFile: Text(en: "The file has no content", ja: "ファイルに内容がない")
    case .whitespaceRun: Text(en: "Too much white space in a row", ja: "連続する空白が長すぎる")
    case .tooDeep: Text(en: "Nested too deeply", ja: "入れ子が深すぎる")
    case .tooManyNodes: Text(en: "Too many values once aliases are followed", ja: "エイリアス展開後の値が多すぎる")
    case .numberTooLong: Text(en: "The number is too long", ja: "数が長すぎる")
    case .syntax: Text(en: "Not valid YAML", ja: "YAML として正しくない")
    case .indentation: Text(en: "Wrong indentation", ja: "字下げの誤り")
    case .comment: Text(en: "A comment needs a space before it", ja: "コメントの前に空白が必要")
    case .quotedScalar: Text(en: "Mistake in a quoted string", ja: "引用符付き文字列の誤り")
    case .blockScalar: Text(en: "Mistake in a block scalar", ja: "ブロックスカラーの誤り")
    case .flowCollection: Text(en: "Mistake in [ ] or { }", ja: "[ ] または { } の誤り")
    case .directive: Text(en: "Mistake in a directive", ja: "ディレクティブの誤り")
    case .indicator: Text(en: "An indicator in the wrong place", ja: "記号の位置の誤り")
    case .tab: Text(en: "A tab where spaces are needed", ja: "空白が必要な場所のタブ")
    case .tag: Text(en: "A tag that is not supported", ja: "対応していないタグ")
    case .mergeKey: Text(en: "Merge keys are not YAML 1.2", ja: "マージキーは YAML 1.2 にない")
    case .keyKind: Text(en: "A key must be a plain word or string", ja: "キーは語または文字列に限る")
    case .severalDocuments: Text(en: "Several documents in one file", ja: "一つのファイルに複数の文書")
    case .anchorName: Text(en: "An anchor name that is not supported", ja: "対応していないアンカー名")
    case .unsupported: Text(en: "A rare form of YAML that is not supported", ja: "対応していない珍しい YAML の書き方")
    case .version: Text(en: "Another version of YAML", ja: "別の版の YAML")
    case .duplicateKey: Text(en: "The same key twice", ja: "キーの重複")
    case .undefinedAlias: Text(en: "An alias without an anchor", ja: "アンカーのないエイリアス")
    case .recursiveAlias: Text(en: "An alias inside its own anchor", ja: "自分自身を含むエイリアス")
    case .tagMismatch: Text(en: "The value does not fit its tag", ja: "値がタグに合わない")
    case .wrongKind: Text(en: "A value of another kind was expected", ja: "値の種類が違う")
    case .missingField: Text(en: "A required field is missing", ja: "必須の項目がない")
    case .unknownField: Text(en: "An unknown field", ja: "未知の項目")
    case .unknownWord: Text(en: "Not one of the known words", ja: "決められた語ではない")
    case .outOfRange: Text(en: "Out of range", ja: "範囲外の値")
    case .exclusiveFields: Text(en: "Fields that exclude one another", ja: "同時に書けない項目")
    case .tooManyFindings: Text(en: "Too many findings", ja: "指摘が多すぎる")
    }
  }
}

extension Diagnostic {
  init(_ code: YAMLCode, _ message: Text, at location: Location?, notes: [Note] = [], help: Text? = nil) {
    self.init(code.rawValue, .error, message, at: location, notes: notes, help: help)
  }
}
