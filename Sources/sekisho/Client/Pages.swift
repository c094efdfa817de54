import JSON

extension Session {
  private static let pageSize = 200

  /// Elements of a list that comes in pages, up to a number of them.
  ///
  /// - Returns: `{"data": […]}`, with `next` where the server has more.
  func pages(
    _ path: APIPath, query: [(name: String, value: String)], limit: Int
  ) async throws -> JSONValue {
    var elements: [JSONValue] = []
    var cursor: String?
    repeat {
      var asked = query + [("limit", String(min(limit - elements.count, Self.pageSize)))]
      if let cursor { asked.append(("cursor", cursor)) }
      let page = try await client.get(path, query: asked).json()
      let more = page["data"]?.arrayValue ?? []
      elements += more
      // An empty page with a cursor would go on for ever.
      cursor = more.isEmpty ? nil : page["next"]?.stringValue
    } while cursor != nil && elements.count < limit
    var answer: [String: JSONValue] = ["data": .array(elements)]
    answer["next"] = cursor.map { .string($0) }
    return .object(answer)
  }
}
