/// Search in time linear in both sequences (Knuth, Morris, Pratt): a long needle in a long text is no bomb.
struct LinearSearch<Element: Equatable> {
  private let needle: [Element]
  private let fallback: [Int]

  init(_ needle: [Element]) {
    self.needle = needle
    var table = [Int](repeating: 0, count: needle.count)
    var matched = 0
    for position in needle.indices.dropFirst() {
      while matched > 0, needle[position] != needle[matched] { matched = table[matched - 1] }
      if needle[position] == needle[matched] { matched += 1 }
      table[position] = matched
    }
    fallback = table
  }

  /// Index of the first occurrence. An empty needle is found at the start.
  func first(in text: ArraySlice<Element>) -> Int? {
    guard !needle.isEmpty else { return text.startIndex }
    var matched = 0
    for position in text.indices {
      while matched > 0, text[position] != needle[matched] { matched = fallback[matched - 1] }
      if text[position] == needle[matched] { matched += 1 }
      if matched == needle.count { return position - needle.count + 1 }
    }
    return nil
  }
}
