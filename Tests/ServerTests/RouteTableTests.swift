import Diagnostics
import HTTPTypes
import Testing

@testable import Server

@Suite struct RouteTableTests {
  let table = RouteTable(Route.all)

  private func found(_ method: HTTPRequest.Method, _ path: String) -> (name: String, path: [PathParameter: String])? {
    guard case .found(let route, let parameters) = table.match(method, path[...]) else { return nil }
    return (route.name, parameters)
  }

  @Test func everyRouteIsFoundByItsOwnTemplate() {
    for route in Route.all {
      let path = route.path.segments.map { segment in
        switch segment {
        case .literal(let text): "/" + text
        case .parameter(let name): "/value-of-" + name.rawValue
        }
      }.joined()
      let match = found(route.method, path)
      #expect(match?.name == route.name)
      for name in route.path.parameters { #expect(match?.path[name] == "value-of-" + name.rawValue) }
    }
  }

  @Test func literalsComeBeforeParameters() {
    #expect(found(.post, "/v1/tasks/claim")?.name == "claimTasks")
    #expect(found(.post, "/v1/invoices/check")?.name == "checkInvoice")
    #expect(found(.get, "/v1/invoices/check")?.name == nil)
  }

  @Test func parametersAreDecoded() {
    #expect(found(.get, "/v1/items/%E5%A5%91%E7%B4%84-1")?.path == [.item: "契約-1"])
    #expect(found(.get, "/v1/items/a%2Fb")?.path == [.item: "a/b"])
  }

  @Test(
    arguments: [
      "", "/", "/v1", "/v1/", "/v1/items/", "/v1/items//history", "/v2/items", "/v1/items/%ff", "/v1/items/%",
      "/v1/items/" + String(repeating: "a", count: 201), String(repeating: "/a", count: 1_000), "v1/items",
      "//v1/items",
    ])
  func nothingElse(_ path: String) {
    #expect(found(.get, path) == nil)
  }

  @Test func wrongMethodsAreToldTheRightOnes() {
    guard case .wrongMethod(let allowed) = table.match(.put, "/v1/items/x") else {
      Issue.record("found")
      return
    }
    #expect(allowed.map(\.rawValue) == ["GET", "HEAD", "PATCH"])
  }

  @Test func namesAndPlacesAreUnique() {
    #expect(Set(Route.all.map(\.name)).count == Route.all.count)
    #expect(Set(Route.all.map { "\($0.method) \($0.path.text)" }).count == Route.all.count)
  }

  /// Writes that keep answers take `dry_run` too; every route says what it answers in both languages.
  @Test func everyRouteIsComplete() {
    for route in Route.all {
      #expect(!route.successes.isEmpty, "\(route.name)")
      #expect(!route.summary.en.isEmpty && !route.summary.ja.isEmpty && route.summary.en != route.summary.ja)
      #expect(route.path.text.filter { $0 == "{" }.count == route.path.parameters.count, "\(route.path.text)")
      #expect(route.query.map(\.name).contains("dry_run") == (route.write != .none))
      if case .open = route.access {
        #expect(!route.path.text.hasPrefix("/v1/"))
      } else {
        #expect(route.path.text.hasPrefix("/v1/"))
      }
    }
  }
}
