package import Diagnostics

/// What can be wrong with a CSV file of people. Codes are stable: documentation and scripts refer to them.
package enum PeopleFileCode: String, Sendable, CaseIterable {
  case tooLarge = "F101"
  case notUTF8 = "F102"
  case tooManyRecords = "F103"
  case strayQuote = "F104"
  case openQuote = "F105"
  case textAfterQuote = "F106"
  case tooLong = "F107"
  case controlCharacter = "F108"
  case empty = "F110"
  case unknownColumn = "F111"
  case columns = "F112"
  case fieldCount = "F113"
  case nobody = "F114"
  case nameMissing = "F115"
  case flag = "F116"
  case address = "F117"
  case unknownParty = "F118"
  case strayPeriod = "F119"
  case unknownPosition = "F120"
  case reversedPeriod = "F121"
  case nothingToEnd = "F122"
  case day = "F123"
  case directory = "F124"

  package var title: Text {
    switch self {
    case .tooLarge:
      Text(en: "A file of people is too large; send it in parts.", ja: "職員ファイルが大きすぎます。分割してください。")
    case .notUTF8:
      Text(
        en: "The file is not UTF-8. Spreadsheets call the right form \"CSV UTF-8\".",
        ja: "ファイルがUTF-8ではありません。表計算ソフトでは「CSV UTF-8」で保存します。")
    case .tooManyRecords:
      Text(en: "A file of people has too many records; send it in parts.", ja: "職員ファイルの行数が多すぎます。分割してください。")
    case .strayQuote:
      Text(
        en: "A quote stands inside a field that is not quoted (RFC 4180): quote the field and double the quote.",
        ja: "引用符で囲まれていない欄に引用符があります(RFC 4180)。欄を引用符で囲み、中の引用符を二重にします。")
    case .openQuote:
      Text(en: "A quoted field is never closed.", ja: "引用符で始まる欄が閉じられていません。")
    case .textAfterQuote:
      Text(en: "Text stands between a closing quote and the comma.", ja: "閉じた引用符とコンマの間に文字があります。")
    case .tooLong: Text(en: "A field is too long.", ja: "欄が長すぎます。")
    case .controlCharacter: Text(en: "A field holds a control character.", ja: "欄に制御文字があります。")
    case .empty:
      Text(en: "The file is empty; its first line names the columns.", ja: "ファイルが空です。1行目は列名です。")
    case .unknownColumn:
      Text(en: "A column has a name that is not known.", ja: "列名が正しくありません。")
    case .columns:
      Text(
        en: "A column stands twice, or there is no column \"person\".", ja: "列が重複しているか、列「person」がありません。")
    case .fieldCount:
      Text(
        en: "A record has more or fewer fields than the first line has columns.", ja: "行の欄の数が1行目の列の数と違います。")
    case .nobody: Text(en: "A record does not say whose it is.", ja: "行に人のコードがありません。")
    case .nameMissing:
      Text(en: "A new person needs a name in English and in Japanese.", ja: "新しい人には英語名と日本語名が必要です。")
    case .flag: Text(en: "`active` is true or false.", ja: "activeはtrue又はfalseです。")
    case .address: Text(en: "A mail address has a wrong form.", ja: "メールアドレスの形式が正しくありません。")
    case .unknownParty: Text(en: "There is no such party.", ja: "その取引先はありません。")
    case .strayPeriod:
      Text(en: "A period stands in a record without a position.", ja: "職のない行に期間があります。")
    case .unknownPosition: Text(en: "There is no such position.", ja: "その職はありません。")
    case .reversedPeriod: Text(en: "A membership ends before it begins.", ja: "在職の終了日が開始日より前です。")
    case .nothingToEnd:
      Text(
        en: "A membership is to end that does not run; to enter a past one, give both days.",
        ja: "在職していない職を終了しようとしています。過去の在職は両方の日付を書きます。")
    case .day: Text(en: "A day is written YYYY-MM-DD and exists in the calendar.", ja: "日付は実在する日をYYYY-MM-DDで書きます。")
    case .directory:
      Text(
        en: "Taken together, the file breaks a rule of the directory, such as two holders of one position on one day.",
        ja: "ファイル全体として名簿の規則に反します(同じ職の在職者が同じ日に二人いる、など)。")
    }
  }
}
