import HTTPTypes

/// Finds the route of a request: a tree of path segments, literals before parameters.
struct RouteTable: Sendable {
  enum Match: Sendable {
    case found(Route, [PathParameter: String])
    case wrongMethod(allowed: [HTTPRequest.Method])
    case none
  }

  private struct Node: Sendable {
    var literals: [String: Int] = [:]
    var parameter: (name: PathParameter, node: Int)?
    var routes: [HTTPRequest.Method: Route] = [:]
  }

  private var nodes = [Node()]
  let routes: [Route]

  static let maxSegments = 16

  init(_ routes: [Route]) {
    self.routes = routes
    for route in routes { insert(route) }
  }

  private mutating func insert(_ route: Route) {
    var current = 0
    for segment in route.path.segments {
      switch segment {
      case .literal(let text):
        if let next = nodes[current].literals[text] {
          current = next
        } else {
          nodes.append(Node())
          nodes[current].literals[text] = nodes.count - 1
          current = nodes.count - 1
        }
      case .parameter(let name):
        if let next = nodes[current].parameter {
          current = next.node
        } else {
          nodes.append(Node())
          nodes[current].parameter = (name, nodes.count - 1)
          current = nodes.count - 1
        }
      }
    }
    nodes[current].routes[route.method] = route
  }

  func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
    var current = 0
    var parameters: [PathParameter: String] = [:]
    let segments = path.split(separator: "/", maxSplits: Self.maxSegments, omittingEmptySubsequences: false).dropFirst()
    for segment in segments {
      if let next = nodes[current].literals[String(segment)] {
        current = next
      } else if let (name, next) = nodes[current].parameter, let value = PercentCoding.decode(segment),
        (1...200).contains(value.count)
      {
        parameters[name] = value
        current = next
      } else {
        return .none
      }
    }
    let here = nodes[current].routes
    if here.isEmpty { return .none }
    // HEAD is GET without the body (RFC 9110 section 9.3.2).
    guard let route = here[method] ?? (method == .head ? here[.get] : nil) else {
      let allowed = Set(here.keys).union(here[.get] == nil ? [] : [.head])
      return .wrongMethod(allowed: allowed.sorted { $0.rawValue < $1.rawValue })
    }
    return .found(route, parameters)
  }
}
