/// The way from the root of a file to one of its values: `transitions.submit.guard.0.require`.
package struct SitePath: Sendable, Hashable, CustomStringConvertible {
  package enum Part: Sendable, Hashable {
    case key(String)
    case item(Int)
  }

  package private(set) var parts: [Part] = []

  package init() {}

  func key(_ name: String) -> SitePath { adding(.key(name)) }
  func item(_ index: Int) -> SitePath { adding(.item(index)) }

  private func adding(_ part: Part) -> SitePath {
    var path = self
    path.parts.append(part)
    return path
  }

  package var description: String {
    parts.map { part in
      switch part {
      case .key(let name): name
      case .item(let index): String(index)
      }
    }.joined(separator: ".")
  }
}
