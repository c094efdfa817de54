import Foundation
import JSON

/// What a figure should be.
struct Aim {
  enum Side {
    case below
    case atLeast
  }

  let side: Side
  let limit: Double

  static func below(_ limit: Double) -> Aim { Aim(side: .below, limit: limit) }
  static func atLeast(_ limit: Double) -> Aim { Aim(side: .atLeast, limit: limit) }

  func holds(_ value: Double) -> Bool {
    switch side {
    case .below: value < limit
    case .atLeast: value >= limit
    }
  }
}

/// One measured number.
struct Figure {
  let section: String
  let name: String
  let value: Double
  let unit: String
  let aim: Aim?

  var isMissed: Bool { aim.map { !$0.holds(value) } ?? false }
}

/// Prints figures as they come and keeps them for the file.
final class Report {
  private(set) var figures: [Figure] = []
  private var facts: [(name: String, value: String)] = []
  private var section = ""

  func header(_ facts: [(name: String, value: String)]) {
    print("Sekisho benchmark")
    add(facts)
  }

  /// Circumstances of the run.
  func add(_ facts: [(name: String, value: String)]) {
    self.facts += facts
    for fact in facts { print("  \(fact.name.padded(to: 22)) \(fact.value)") }
  }

  func begin(_ section: String, _ title: String) {
    self.section = section
    print("\n\(title)")
  }

  func note(_ text: String) { print("  " + text) }

  func add(_ name: String, _ value: Double, _ unit: String, aim: Aim? = nil) {
    let figure = Figure(section: section, name: name, value: value, unit: unit, aim: aim)
    figures.append(figure)
    var line = "  \(name.padded(to: 58)) \(Self.shown(value).padded(to: 10, right: true)) \(unit)"
    if let aim {
      let sign = aim.side == .below ? "<" : "≥"
      line = line.padded(to: 86) + "aim \(sign) \(Self.shown(aim.limit)): \(figure.isMissed ? "MISSED" : "met")"
    }
    print(line)
  }

  /// - Returns: how many aims were missed.
  func conclude() -> Int {
    let missed = figures.filter(\.isMissed)
    print("\n\(figures.filter { $0.aim != nil }.count - missed.count) aims met, \(missed.count) missed")
    for figure in missed {
      print("missed: \(figure.section): \(figure.name): \(Self.shown(figure.value)) \(figure.unit)")
    }
    return missed.count
  }

  var json: JSONValue {
    [
      "facts": .object(Dictionary(facts.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { $1 })),
      "figures": .array(
        figures.map { figure in
          var object: [String: JSONValue] = [
            "section": .string(figure.section), "name": .string(figure.name), "unit": .string(figure.unit),
            "value": JSONNumber(figure.value).map { .number($0) } ?? .null,
          ]
          if let aim = figure.aim {
            object["aim"] = [
              "side": aim.side == .below ? "below" : "at_least",
              "limit": JSONNumber(aim.limit).map { .number($0) } ?? .null,
            ]
            object["met"] = .bool(!figure.isMissed)
          }
          return .object(object)
        }),
    ]
  }

  /// Three significant digits, whole numbers from a hundred on.
  static func shown(_ value: Double) -> String {
    if value >= 100 || value == value.rounded() && abs(value) < 1e15 { return String(format: "%.0f", value) }
    return String(format: value >= 10 ? "%.1f" : "%.2f", value)
  }
}

extension String {
  func padded(to width: Int, right: Bool = false) -> String {
    let gap = String(repeating: " ", count: max(0, width - count))
    return right ? gap + self : self + gap
  }
}
