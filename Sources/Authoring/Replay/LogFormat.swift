import Diagnostics

/// Which reader a log needs.
package enum LogFormat: String, Sendable, CaseIterable {
  case csv
  case xes

  /// By the file's name; nil where it says nothing.
  package init?(path: String) {
    let name = path.lowercased()
    if name.hasSuffix(".csv") {
      self = .csv
    } else if name.hasSuffix(".xes") || name.hasSuffix(".xml") {
      self = .xes
    } else {
      return nil
    }
  }

  package var reader: any LogReader {
    switch self {
    case .csv: CSVLog()
    case .xes: XESLog()
    }
  }

  /// Files that are logs once they are unpacked or saved differently.
  static func refuseForeign(_ bytes: [UInt8]) throws(LogFault) {
    if bytes.starts(with: [0x1F, 0x8B]) {
      throw LogFault(
        Text(en: "the file is compressed with gzip", ja: "ファイルが gzip で圧縮されています"),
        help: Text(en: "unpack it first: gunzip FILE", ja: "先に展開してください：gunzip FILE"))
    }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      throw LogFault(
        Text(en: "the file is a ZIP archive or a spreadsheet", ja: "ファイルが ZIP または表計算の文書です"),
        help: Text(en: "unpack it, or save the sheet as CSV (UTF-8)", ja: "展開するか、CSV（UTF-8）で保存してください"))
    }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw LogFault(
        Text(en: "the text is UTF-16", ja: "文字コードが UTF-16 です"),
        help: Text(en: "save it as UTF-8 (iconv -f UTF-16 -t UTF-8)", ja: "UTF-8 で保存してください（iconv -f UTF-16 -t UTF-8）"))
    }
  }
}
