import Diagnostics

/// One document under inspection: what the rules ask it, and what they found.
struct Inspection {
  let tree: XMLTree
  let source: SourceFile
  let profile: Profile
  let options: InvoiceOptions
  private(set) var findings: [Finding] = []
  /// Findings beyond the limit: counted only.
  private(set) var omitted = 0
  private(set) var omittedErrors = 0
  private var rule: Rule

  var root: TreeElement { tree.root }
  let documentCurrency: String?
  let taxCurrency: String?

  init(tree: XMLTree, source: SourceFile, profile: Profile, options: InvoiceOptions) {
    self.tree = tree
    self.source = source
    self.profile = profile
    self.options = options
    rule = Catalogue.overflow
    documentCurrency = tree.root.text("cbc:DocumentCurrencyCode")
    taxCurrency = tree.root.text("cbc:TaxCurrencyCode")
  }

  mutating func apply(_ rules: [Rule]) {
    for rule in rules where rule.profiles.contains(profile) {
      guard let check = rule.check else { continue }
      self.rule = rule
      do {
        try check.run(&self)
      } catch {
        self.rule = Catalogue.overflow
        refuse(root, found: rule.id, message: nil)
      }
    }
  }

  /// Reports that the element breaks the rule now applied.
  mutating func refuse(_ element: TreeElement, found: String? = nil, expected: Text? = nil, message: Text? = nil) {
    guard hasRoom() else { return }
    add(path: element.path, span: element.hasChildren ? element.startTag : element.span, found, expected, message)
  }

  /// Reports that the element lacks something, at the nearest element that is there; a step `@name` is an attribute.
  mutating func refuse(missing path: Path, in element: TreeElement, expected: Text? = nil, message: Text? = nil) {
    guard hasRoom() else { return }
    var nearest = element
    var rest = path.steps[...]
    while rest.count > 1, let step = rest.first, let child = nearest.child(step) {
      nearest = child
      rest = rest.dropFirst()
    }
    let full = nearest.path + "/" + rest.joined(separator: "/")
    add(path: full, span: nearest.startTag, nil, expected ?? Text(verbatim: path.steps.last ?? ""), message)
  }

  /// Counts what is beyond the limit, before any work is spent on describing it.
  private mutating func hasRoom() -> Bool {
    if findings.count < options.limits.findings { return true }
    omitted += 1
    if rule.severity == .error { omittedErrors += 1 }
    return false
  }

  private mutating func add(path: String, span: Span, _ found: String?, _ expected: Text?, _ message: Text?) {
    findings.append(
      Finding(
        rule: rule, path: path, position: Position(line: 0, column: 0), span: span, message: message ?? rule.title,
        found: found.map(Self.shortened), expected: expected))
  }

  /// The findings in reading order with their lines and columns, counted in one pass: on a file of one long line,
  /// counting from the line's start for each would take quadratic time.
  func located() -> [Finding] {
    let ordered = findings.sorted { ($0.span.lower, $0.path, $0.rule.id) < ($1.span.lower, $1.path, $1.rule.id) }
    var last: (offset: Int, position: Position)?
    return ordered.map { finding in
      let offset = finding.span.lower
      let position: Position
      if let last, source.lineIndex(of: offset) == last.position.line - 1 {
        let between = source.text(Span(last.offset, offset)).count
        position = Position(line: last.position.line, column: last.position.column + between)
      } else {
        position = source.position(of: offset)
      }
      last = (offset, position)
      return finding.placed(at: position)
    }
  }

  private static func shortened(_ text: String) -> String {
    text.count > 120 ? String(text.prefix(120)) + "…" : text
  }
}
