import ArgumentParser
import Audit
import Diagnostics
import Foundation
import Postgres

struct AuditExport: OperatorCommand {
  static let configuration = CommandConfiguration(
    commandName: "export", abstract: "Export entries with their proofs. 監査証跡を証明付きで書き出す。",
    discussion: """
      JSON lines: the first holds the newest checkpoint, each further one an entry (its fields, its canonical encoding, \
      its leaf number, its hash) and the proof that leads to that checkpoint. So every line verifies without the \
      database and without the others. Entries that no checkpoint covers yet are left out and counted.
      """)

  @OptionGroup var filter: RecordFilter
  @Option(help: "File to make; - is standard output. 出力先。")
  var file = "-"
  @OptionGroup var common: CommonOptions

  func operate() async throws {
    let language = common.language
    let sink = try LineSink(file)
    let filter = self.filter
    do {
      let count = try await Installation.auditor(language).withConnection { connection in
        try await filter.check(connection)
        let source = ProofSource(connection)
        let note = try await source.latestCheckpoint()
        var query = filter.query
        query.order = .leaves(below: try Checkpoint(parsing: note.text).size)
        try sink.write(ExportLine(checkpoint: note).text)
        var count = 0
        var last: RecordLine?
        while true {
          let page = try await query.page(connection, after: last)
          // Under one checkpoint, whatever is signed meanwhile.
          for proved in try await source.inclusions(of: page.map(\.entry.id), under: note) {
            try sink.write(ExportLine(proved).text)
          }
          count += page.count
          Terminal.progress(Shown.grouped(String(count)))
          guard page.count == RecordQuery.pageSize, let end = page.last else { return count }
          last = end
        }
      }
      Terminal.progress(nil)
      try sink.close()
      Terminal.note(Text(en: "exported \(count) entries", ja: "\(count)件を書き出しました")[language])
    } catch {
      sink.discard()
      throw error
    }
  }
}

/// Lines to standard output, or to a new file that is there whole or not at all.
struct LineSink {
  private let file: (handle: FileHandle, half: String, path: String)?

  init(_ path: String) throws {
    guard path != "-" else {
      file = nil
      return
    }
    try NewFile.refuseExisting(path)
    let half = path + ".partial"
    _ = FileManager.default.createFile(atPath: half, contents: nil, attributes: [.posixPermissions: 0o600])
    guard let handle = FileHandle(forWritingAtPath: half) else { throw NewFile.unwritable(path) }
    file = (handle, half, path)
  }

  func write(_ line: String) throws {
    guard let file else { return Terminal.out(line) }
    try file.handle.write(contentsOf: Data((line + "\n").utf8))
  }

  func close() throws {
    guard let file else { return }
    try file.handle.synchronize()
    try file.handle.close()
    try FileManager.default.moveItem(atPath: file.half, toPath: file.path)
  }

  func discard() {
    guard let file else { return }
    try? file.handle.close()
    try? FileManager.default.removeItem(atPath: file.half)
  }
}

/// Files that are made and never overwritten.
enum NewFile {
  static func write(_ bytes: [UInt8], to path: String) throws {
    try refuseExisting(path)
    guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { throw unwritable(path) }
  }

  static func refuseExisting(_ path: String) throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    throw Trouble(
      .failure, Text(en: "\(path) is there already", ja: "\(path) は既にあります"),
      hint: Text(en: "name a new file: nothing is overwritten", ja: "新しいファイルを指定してください(上書きはしません)"))
  }

  static func unwritable(_ path: String) -> Trouble {
    Trouble(.failure, Text(en: "\(path) cannot be written", ja: "\(path) に書き込めません"))
  }
}
