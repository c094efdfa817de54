/// What work costs. One unit is at most some tens of nanoseconds, so that a full budget ends well within 100 ms; the
/// proportions follow the Kubernetes use of CEL (a step 1, text 0.1 a byte, a new list 10, a new map 30).
enum CostModel {
  static let step = 1
  static let bytesPerUnit = 10
  static let newList = 10
  static let newMap = 30
  /// Bytes that a byte counts for where a text is taken apart into characters.
  static let characters = 10
  /// Writing or reading a number or a moment as text.
  static let conversion = 10
  static let mapEntry = 5
  static let compilePattern = 10_000
}
