package import Diagnostics

/// Where the values of a JSON text stand: for messages and for editors, never on the hot path.
package enum JSONPlaces {
  /// The span of every value by its JSON pointer. Meant for texts that were parsed; what is malformed ends the map.
  package static func spans(in text: [UInt8]) -> [String: Span] {
    var spans: [String: Span] = [:]
    var scanner = Scanner()
    scanner.scan(text.span, until: text.count) { pointer, span in spans[pointer] = span }
    return spans
  }

  /// The pointer of the value that stands, or was being read, at a byte.
  static func pointer(to offset: Int, in bytes: Swift.Span<UInt8>) -> String {
    var scanner = Scanner()
    scanner.scan(bytes, until: offset) { _, _ in }
    return scanner.pointer
  }

  /// Follows the brackets and strings, without recursion and without checking the grammar.
  private struct Scanner {
    private enum Level {
      case array(index: Int, start: Int)
      case object(name: String?, start: Int)
    }

    /// Deeper levels are not told apart: only texts that were refused for their depth have them.
    private static let depthLimit = 1_024

    private var levels: [Level] = []
    private var index = 0

    var pointer: String {
      levels.reduce("") { pointer, level in
        switch level {
        case .array(let index, _): "\(pointer)/\(index)"
        case .object(let name, _): name.map { JSONPointer.append(pointer, $0) } ?? pointer
        }
      }
    }

    mutating func scan(_ bytes: Swift.Span<UInt8>, until end: Int, _ found: (String, Span) -> Void) {
      while index < min(end, bytes.count) {
        let start = index
        switch bytes[index] {
        case UInt8(ascii: "{"), UInt8(ascii: "["):
          guard levels.count < Self.depthLimit else { return }
          levels.append(
            bytes[index] == UInt8(ascii: "{") ? .object(name: nil, start: start) : .array(index: 0, start: start))
          index += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          index += 1
          guard let level = levels.popLast() else { return }
          switch level {
          case .array(_, let start), .object(_, let start): found(pointer, Span(start, index))
          }
        case UInt8(ascii: ","):
          index += 1
          next()
        case 0x20, 0x0A, 0x0D, 0x09, UInt8(ascii: ":"): index += 1
        case UInt8(ascii: "\""):
          let text = string(bytes)
          if case .object(nil, let opening) = levels.last {
            levels[levels.count - 1] = .object(name: text, start: opening)
          } else {
            found(pointer, Span(start, index))
          }
        default:
          skipWord(bytes)
          found(pointer, Span(start, index))
        }
      }
    }

    private mutating func next() {
      switch levels.last {
      case .array(let index, let start): levels[levels.count - 1] = .array(index: index + 1, start: start)
      case .object(_, let start): levels[levels.count - 1] = .object(name: nil, start: start)
      case nil: break
      }
    }

    private mutating func skipWord(_ bytes: Swift.Span<UInt8>) {
      repeat { index += 1 } while index < bytes.count && !",]} \n\r\t".utf8.contains(bytes[index])
    }

    /// The text of a string; the raw bytes where it is malformed.
    private mutating func string(_ bytes: Swift.Span<UInt8>) -> String {
      var raw: [UInt8] = [bytes[index]]
      index += 1
      while index < bytes.count {
        let byte = bytes[index]
        raw.append(byte)
        index += 1
        if byte == UInt8(ascii: "\""), raw.count > 1 { break }
        if byte == UInt8(ascii: "\\"), index < bytes.count {
          raw.append(bytes[index])
          index += 1
        }
      }
      var parser = JSONParser(JSONLimits())
      let parsed = raw.contains(UInt8(ascii: "\\")) ? (try? parser.document(raw.span))?.stringValue : nil
      return parsed ?? String(decoding: raw.dropFirst().dropLast(raw.last == UInt8(ascii: "\"") ? 1 : 0), as: UTF8.self)
    }
  }
}
