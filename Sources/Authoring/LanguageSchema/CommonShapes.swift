import Diagnostics

/// Shapes that occur everywhere.
enum CommonShapes {
  static let kebab = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
  static let snake = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
  static let day = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

  static let names = Shape.some(.string())
  static let units = Shape.word(["calendar_days", "working_days", "months", "hours"])
  static let source = optional(
    "source", "The law, rule or guideline that asks for it.", "根拠（法令・規程・指針）。", .string())

  static func title(_ en: String, _ ja: String) -> Shape.Key { required("title", en, ja, .named("text")) }

  static let all: [String: Shape] = [
    "text": .record([
      required("en", "In English.", "英語。", .string(pattern: "\\S", least: 1)),
      required("ja", "In Japanese.", "日本語。", .string(pattern: "\\S", least: 1)),
    ]),
    "day": .string(pattern: day),
    "size": .oneOf([.integer(1...(1 << 30)), .string(pattern: "^[0-9]+ ?(B|KiB|MiB|GiB)?$")]),
    "code": .string(least: 1, most: 100),
    // JSON Schema 2020-12 with the keywords of ours; the checker compiles it.
    "data_schema": .map(.any),
    "item_schema": .open(
      [
        required(
          "properties", "The fields.", "項目。",
          .map(.open([required("title", "Name of the field.", "項目の名称。", .named("text"))], others: .any)))
      ], others: .any),
  ]
}
