/// Writes elements, indented by two spaces. What is empty is not written: JP PINT refuses empty elements (ibr-079).
struct XMLOutput {
  private(set) var bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
  private var depth = 0

  /// A leaf; nothing for nil or empty text.
  mutating func leaf(_ name: String, _ value: String?, _ attributes: [(String, String?)] = []) {
    guard let value, !value.isEmpty else { return }
    append(indent + "<" + name + Self.written(attributes) + ">" + Self.escaped(value) + "</\(name)>\n")
  }

  /// An element with children; nothing if the body writes nothing.
  mutating func group(_ name: String, _ attributes: [(String, String?)] = [], _ body: (inout Self) -> Void) {
    let start = bytes.count
    append(indent + "<" + name + Self.written(attributes) + ">\n")
    let opened = bytes.count
    depth += 1
    body(&self)
    depth -= 1
    if bytes.count == opened {
      bytes.removeLast(opened - start)
    } else {
      append(indent + "</\(name)>\n")
    }
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  private var indent: String { String(repeating: "  ", count: depth) }

  private static func written(_ attributes: [(String, String?)]) -> String {
    attributes.map { name, value in value.map { " \(name)=\"\(escaped($0))\"" } ?? "" }.joined()
  }

  /// Escapes markup; characters that XML cannot hold become U+FFFD.
  static func escaped(_ value: String) -> String {
    var result = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\r": result += "&#13;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      default: result.unicodeScalars.append(XMLCharacters.isAllowed(scalar.value) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }
}
