import Diagnostics
import YAML

/// The words of the language, as readings of YAML.
extension YAMLReading where Value == Text {
  /// `{en: …, ja: …}`, neither empty.
  static var bilingual: YAMLReading {
    .record { fields in
      let en = fields.required("en", .string)
      let ja = fields.required("ja", .string)
      for (name, text) in [("en", en), ("ja", ja)] {
        guard let text, text.allSatisfy(\.isWhitespace) else { continue }
        fields.report(
          .emptyText, Text(en: "the text is empty", ja: "文言が空です"), at: name,
          help: Text(en: "write the text in both languages", ja: "両方の言語で文言を書いてください"))
      }
      guard let en, let ja else { return nil }
      return Text(en: en, ja: ja)
    }
  }
}

extension Text {
  /// Stands in for a text that was reported as missing; never shown.
  static let missing = Text(verbatim: "")
}

typealias LocatedName = Located<String>

extension YAMLReading where Value == [LocatedName] {
  /// One name, or a list of names.
  static var names: YAMLReading { .oneOrMore(of: .located(.string)) }
}

extension YAMLReading where Value == Day {
  static var day: YAMLReading {
    let expected = Text(en: "a day as YYYY-MM-DD", ja: "YYYY-MM-DD 形式の日付")
    return .from(YAMLReading<String>.string.checked(expected) { Day($0) != nil }) { Day($0) ?? Day(number: 0) }
  }
}

extension YAMLReading where Value == Int {
  /// Bytes: a number, or a text such as `20MiB`.
  static var size: YAMLReading {
    let expected = Text(en: "a size such as 500KiB, 20MiB", ja: "500KiB、20MiB のようなサイズ")
    return .from(YAMLReading<YAMLScalar>.scalar.checked(expected) { ByteSize.parse($0.text) != nil }) {
      ByteSize.parse($0.text) ?? 0
    }
  }
}

/// Sizes with binary units (IEC 80000-13), from 1 byte to 1 GiB.
enum ByteSize {
  static func parse(_ text: String) -> Int? {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    let factor: Int
    switch text.dropFirst(digits.count).trimmingPrefix(" ") {
    case "", "B": factor = 1
    case "KiB": factor = 1 << 10
    case "MiB": factor = 1 << 20
    case "GiB": factor = 1 << 30
    default: return nil
    }
    guard let number = Int(digits), number > 0, number <= (1 << 30) / factor else { return nil }
    return number * factor
  }
}

/// The forms of names: `contract-request`, `contract_officer`.
enum NameForm {
  case kebab
  case snake

  private static let longest = 64

  func admits(_ name: String) -> Bool {
    let separator = self == .kebab ? UInt8(ascii: "-") : UInt8(ascii: "_")
    var last = separator
    for byte in name.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"): break
      case UInt8(ascii: "0")...UInt8(ascii: "9"): if last == separator && name.utf8.first == byte { return false }
      case separator: if last == separator { return false }
      default: return false
      }
      last = byte
    }
    return last != separator && name.utf8.count <= Self.longest
  }

  /// Reports a name that does not have the form.
  func check(_ name: LocatedName, _ findings: Findings) {
    guard !admits(name.value) else { return }
    let example = self == .kebab ? "contract-request" : "contract_officer"
    var repaired = ""
    for character in name.value.lowercased() {
      repaired.append(
        character == "-" || character == "_" || character == " " ? (self == .kebab ? "-" : "_") : character)
    }
    findings.report(
      .nameForm,
      Text(
        en:
          "\"\(name.value)\" is not a name: small letters, digits and \(self == .kebab ? "hyphens" : "underscores"), as in \(example)",
        ja: "「\(name.value)」は名前に使えません。英小文字、数字、\(self == .kebab ? "ハイフン" : "下線")で \(example) のように書きます"),
      at: name.location,
      help: admits(repaired)
        ? Text(en: "write \"\(repaired)\"", ja: "「\(repaired)」と書いてください")
        : Text(en: "choose a name of 1 to 64 such characters", ja: "1〜64 文字の名前にしてください"))
  }
}
