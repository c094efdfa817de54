import ArgumentParser
import Diagnostics
import Foundation

/// Reads a file that a user named. A missing file, a directory and a file too large to be meant are told apart by path,
/// and nothing is read that would be refused for its size.
enum InputFile {
  static func read(_ path: String, limit: Int, _ language: Language) throws -> [UInt8] {
    let bytes = try readStart(path, limit: limit, language)
    guard bytes.count <= limit else { throw refuse(tooLarge(path, limit), language) }
    return bytes
  }

  /// The same for a reader that itself says where a file grows too large: of such a file, one byte more than `limit`.
  static func readStart(_ path: String, limit: Int, _ language: Language) throws -> [UInt8] {
    if path == "-" {
      return Array(try FileHandle.standardInput.read(upToCount: limit + 1) ?? Data())
    }
    let url = URL(filePath: path)
    guard let values = try? FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false)) else {
      throw refuse(Text(en: "\(path): no such file", ja: "\(path):ファイルがありません"), language)
    }
    guard values[.type] as? FileAttributeType == .typeRegular else {
      throw refuse(Text(en: "\(path): not a regular file", ja: "\(path):通常のファイルではありません"), language)
    }
    guard let handle = try? FileHandle(forReadingFrom: url), let data = try? handle.read(upToCount: limit + 1) else {
      throw refuse(Text(en: "\(path): cannot be read", ja: "\(path):読み取れません"), language)
    }
    return Array(data)
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> Text {
    Text(en: "\(path): larger than \(limit) bytes", ja: "\(path):\(limit)バイトを超えています")
  }

  private static func refuse(_ text: Text, _ language: Language) -> ExitCode {
    Terminal.note("sekisho: " + text[language].safeForTerminal())
    return Exit.invalid
  }
}
