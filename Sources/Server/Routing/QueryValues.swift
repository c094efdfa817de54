import Diagnostics
import Workflows

/// A query that has passed its route's checks.
struct QueryValues: Sendable {
  private let values: [String: [String]]

  static let maxRepeats = 50
  private static let maxPairs = 200

  /// - Throws: `invalid_query`, naming every parameter at fault.
  init(_ text: Substring, for parameters: [QueryParameter]) throws(Problem) {
    var values: [String: [String]] = [:]
    var places: [Problem.Place] = []
    for (count, pair) in text.split(separator: "&").enumerated() {
      guard count < Self.maxPairs else { break }
      let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentCoding.decode(halves[0], plusIsBlank: true),
        let value = PercentCoding.decode(halves.count > 1 ? halves[1] : "", plusIsBlank: true)
      else {
        places.append(Self.place("", Text(en: "the query is not percent-encoded UTF-8", ja: "クエリのエンコードが不正です")))
        continue
      }
      guard let parameter = parameters.first(where: { $0.name == name }) else {
        places.append(Self.unknown(name, parameters))
        continue
      }
      if let complaint = parameter.complaint(about: value) {
        places.append(
          Self.place(name, Text(en: "\(name) \(complaint.en)", ja: "\(name)は\(complaint.ja)")))
      }
      values[name, default: []].append(value)
    }
    for parameter in parameters {
      let count = values[parameter.name]?.count ?? 0
      if count > (parameter.isRepeatable ? Self.maxRepeats : 1) {
        places.append(
          Self.place(
            parameter.name, Text(en: "\(parameter.name) is given too often", ja: "\(parameter.name)の指定が多すぎます")))
      }
      if parameter.isRequired, count == 0 {
        places.append(
          Self.place(parameter.name, Text(en: "\(parameter.name) is missing", ja: "\(parameter.name)を指定してください")))
      }
    }
    if let first = places.first {
      var problem = Problem(.invalidQuery, first.message)
      problem.places = places
      throw problem
    }
    self.values = values
  }

  private static func place(_ name: String, _ message: Text) -> Problem.Place {
    Problem.Place(pointer: name, message: message)
  }

  private static func unknown(_ name: String, _ parameters: [QueryParameter]) -> Problem.Place {
    let name = String(name.prefix(64))
    let nearest = Suggestion.nearest(to: name, in: parameters.map(\.name))
    return place(
      name,
      Text(
        en: "unknown parameter \(name)" + (nearest.map { "; did you mean \($0)?" } ?? ""),
        ja: "\(name)というパラメーターはありません" + (nearest.map { "(\($0)ではありませんか)" } ?? "")))
  }

  func text(_ name: String) -> String? { values[name]?.first }
  func texts(_ name: String) -> [String] { values[name] ?? [] }
  func integer(_ name: String) -> Int64? { text(name).flatMap { Int64($0) } }
  func flag(_ name: String) -> Bool? { text(name).map { $0 == "true" } }
  func day(_ name: String) -> Day? { text(name).flatMap { Day($0) } }
  func limit(_ usual: Int) -> Int { integer("limit").map { Int($0) } ?? usual }
}
