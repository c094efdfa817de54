/// A text taken apart for functions whose positions count code points.
struct CodePoints {
  private let scalars: [Unicode.Scalar]

  init(_ value: CELValue, _ context: inout EvaluationContext) throws(EvaluationError) {
    try context.charge(bytes: CostModel.characters * value.asString.utf8.count)
    scalars = Array(value.asString.unicodeScalars)
  }

  var count: Int { scalars.count }

  func slice(_ start: Int, _ end: Int) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars[start..<end])
    return String(view)
  }

  func firstIndex(of part: CodePoints, from start: Int) -> Int? {
    LinearSearch(part.scalars).first(in: scalars[start...])
  }

  /// The last occurrence that begins at or before `start`.
  func lastIndex(of part: CodePoints, from start: Int) -> Int? {
    let end = min(count, start > count - part.count ? count : start + part.count)
    let reversed = Array(scalars[..<end].reversed())
    return LinearSearch(part.scalars.reversed()).first(in: reversed[...]).map { end - $0 - part.count }
  }
}

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

/// A text cut at separators. An empty separator cuts between all characters; where texts are replaced also at both ends.
struct Pieces {
  let text: [UInt8]
  private(set) var parts: [Range<Int>] = []

  init(
    _ text: String, _ separator: String, most: Int, isReplacing: Bool = false, _ context: inout EvaluationContext
  ) throws(EvaluationError) {
    self.text = Array(text.utf8)
    try context.charge(bytes: 4 * (self.text.count + separator.utf8.count))
    if separator.isEmpty {
      try cutAll(most, isReplacing, &context)
    } else {
      try cut(Array(separator.utf8), most, &context)
    }
  }

  private mutating func cut(
    _ separator: [UInt8], _ most: Int, _ context: inout EvaluationContext
  ) throws(EvaluationError) {
    let search = LinearSearch(separator)
    var start = 0
    while parts.count < most, let found = search.first(in: text[start...]) {
      try context.charge(1)
      parts.append(start..<found)
      start = found + separator.count
    }
    parts.append(start..<text.count)
  }

  private mutating func cutAll(
    _ most: Int, _ isReplacing: Bool, _ context: inout EvaluationContext
  ) throws(EvaluationError) {
    var cuts = text.indices.filter { text[$0] & 0xC0 != 0x80 }
    if isReplacing { cuts.append(text.count) } else if !cuts.isEmpty { cuts.removeFirst() }
    try context.charge(cuts.count)
    if !isReplacing, text.isEmpty { return }
    var start = 0
    for cut in cuts.prefix(most) {
      parts.append(start..<cut)
      start = cut
    }
    parts.append(start..<text.count)
  }
}
