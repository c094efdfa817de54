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
