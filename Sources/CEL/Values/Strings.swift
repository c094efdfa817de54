extension String {
  /// Equality by code points. Swift's own `==` also holds for canonically equivalent text, which CEL tells apart.
  func hasSameCodePoints(as other: String) -> Bool {
    guard self == other else { return false }
    let left = self.utf8
    let right = other.utf8
    guard left.count == right.count else { return false }
    return left.elementsEqual(right)
  }

  /// Order by code points, which is the order of the UTF-8 bytes.
  func precedes(_ other: String) -> Bool { utf8.lexicographicallyPrecedes(other.utf8) }
}
