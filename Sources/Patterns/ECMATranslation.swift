struct ECMATranslation {
  let p: String
  init(_ p: String) { self.p = p }
  mutating func re2() throws(PatternError) -> String { p }
}
