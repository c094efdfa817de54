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
