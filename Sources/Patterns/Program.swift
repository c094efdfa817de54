import CRE2
import Diagnostics

/// Owns one compiled RE2 program. RE2 objects are immutable from outside and lock what they cache.
@safe final class Program: Sendable {
  private nonisolated(unsafe) let handle: OpaquePointer
  let size: Int
  let groupNames: [String?]

  /// `reportsPlaces` is false where `pattern` is a translation, whose offsets would mean nothing to the author.
  init(_ pattern: String, memory: Int, reportsPlaces: Bool) throws(PatternError) {
    var fault = cre2_fault()
    var text = pattern
    let compiled = text.withUTF8 { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe cre2_compile(characters.baseAddress, characters.count, Int64(memory), &fault)
      }
    }
    guard let compiled = unsafe compiled else { throw RefusedProgram.error(fault, pattern, reportsPlaces) }
    unsafe handle = compiled
    size = unsafe Int(cre2_program_size(compiled))
    groupNames = unsafe (0..<max(0, cre2_group_count(compiled))).map { unsafe Self.groupName(compiled, $0 + 1) }
  }

  deinit { unsafe cre2_free(handle) }

  private static func groupName(_ handle: OpaquePointer, _ index: Int32) -> String? {
    var name: UnsafePointer<CChar>?
    var length = 0
    guard unsafe cre2_group_name(handle, index, &name, &length), let name = unsafe name else { return nil }
    return unsafe String(
      decoding: UnsafeRawBufferPointer(start: UnsafeRawPointer(name), count: length), as: UTF8.self)
  }

  /// The ranges of the first `groups` groups of the leftmost match from byte `offset` on, or nil.
  func find(in text: String, from offset: Int, groups: Int) -> [Range<Int>?]? {
    var text = text
    return text.withUTF8 { bytes in
      guard (0...bytes.count).contains(offset) else { return nil }
      return unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        guard groups > 0 else {
          return unsafe Self.isFound(cre2_find(handle, characters.baseAddress, characters.count, offset, nil, 0))
            ? [] : nil
        }
        var ranges = [cre2_range](repeating: cre2_range(lower: -1, upper: -1), count: groups)
        let found = unsafe cre2_find(
          handle, characters.baseAddress, characters.count, offset, &ranges, Int32(groups))
        return Self.isFound(found) ? ranges.map { $0.lower < 0 ? nil : $0.lower..<$0.upper } : nil
      }
    }
  }

  private static func isFound(_ answer: Int32) -> Bool {
    // Reached only when memory is out, where Swift's own allocations end the process too: "not found" would be a lie.
    if answer < 0 { fatalError("out of memory while matching a pattern") }
    return answer == 1
  }
}
