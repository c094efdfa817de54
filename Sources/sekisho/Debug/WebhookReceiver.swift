import ArgumentParser
import Crypto
import Diagnostics
import Foundation
import JSON
import Synchronization

/// The judging part of a receiver of Standard Webhooks: signature, age, and whether a delivery came before.
final class WebhookReceiver: Sendable {
  enum Verdict: Hashable, Sendable {
    case first
    case again
    /// Header missing or malformed, signature wrong, or too old: what is refused is not kept.
    case refused(String)
  }

  struct Delivery: Sendable {
    let id: String?
    let timestamp: String?
    let signature: String?
    let body: [UInt8]
  }

  /// Seconds that the sender's clock may be off (Standard Webhooks, "Verifying webhook authenticity").
  static let tolerance: Int64 = 300

  private struct State {
    var seen: Set<String>
    var log: FileHandle
  }

  private let key: SymmetricKey
  private let state: Mutex<State>

  /// Goes on where an earlier receiver with the same log ended, also one that was killed.
  init(secret: [UInt8], log path: String) throws {
    key = SymmetricKey(data: secret)
    if !FileManager.default.fileExists(atPath: path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }
    guard let handle = FileHandle(forUpdatingAtPath: path) else {
      throw Trouble(.failure, Text(en: "\(path) cannot be written", ja: "\(path) に書き込めません"))
    }
    let bytes = Array(try handle.readToEnd() ?? Data())
    // A line that a crash cut off was answered to nobody.
    let whole = bytes.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    try handle.truncate(atOffset: UInt64(whole))
    try handle.seekToEnd()
    let seen = bytes[..<whole].split(separator: UInt8(ascii: "\n")).compactMap { line in
      (try? JSONValue(parsing: Array(line)))?["id"]?.stringValue
    }
    state = Mutex(State(seen: Set(seen), log: handle))
  }

  /// Judges a delivery and writes a first one to the log before it is answered.
  func take(_ delivery: Delivery, now: Int64) throws -> Verdict {
    guard let id = delivery.id, (1...256).contains(id.utf8.count), let stamp = delivery.timestamp,
      let signatures = delivery.signature
    else { return .refused("webhook-id, webhook-timestamp or webhook-signature is missing") }
    guard let time = Int64(stamp), abs(now - time) <= Self.tolerance else {
      return .refused("the timestamp is more than five minutes off")
    }
    guard isSigned(Array("\(id).\(stamp).".utf8) + delivery.body, by: signatures) else {
      return .refused("no signature is right")
    }
    guard let body = try? JSONValue(parsing: delivery.body) else { return .refused("the body is not JSON") }
    let line: JSONValue = ["id": .string(id), "timestamp": .number(.init(time)), "body": body]
    return try state.withLock { state in
      guard !state.seen.contains(id) else { return .again }
      try state.log.write(contentsOf: Data((line.canonicalText + "\n").utf8))
      try state.log.synchronize()
      state.seen.insert(id)
      return .first
    }
  }

  /// Several signatures stand side by side while a secret is being changed; unknown versions are passed over.
  private func isSigned(_ content: [UInt8], by signatures: String) -> Bool {
    signatures.split(separator: " ").prefix(16).contains { entry in
      let parts = entry.split(separator: ",", maxSplits: 1)
      guard parts.count == 2, parts[0] == "v1", let code = Data(base64Encoded: String(parts[1])) else { return false }
      return HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: content, using: key)
    }
  }
}
