import Diagnostics

/// The shapes of calendars and parameters.
enum TableShapes {
  private typealias Common = CommonShapes
  private static let monthDay = Shape.string(pattern: "^[0-9]{2}-[0-9]{2}$")

  static let calendar: [Shape.Key] = [
    required("calendar", "Name of the calendar.", "暦の名前。", .string(pattern: Common.kebab, most: 64)),
    Common.title("Title in both languages.", "両言語の名称。"), Common.source,
    optional("time_zone", "Asia/Tokyo.", "Asia/Tokyo。", .word(["Asia/Tokyo"])),
    required("known_until", "Last day whose holidays are known.", "休日が判明している最後の日。", .named("day")),
    optional(
      "weekly", "Days of the week that are closed.", "毎週の閉庁日。",
      .list(.word(["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]))),
    optional(
      "closures", "Closures of every year.", "毎年の閉庁期間。",
      .list(
        .record([
          required("from", "First day, as 12-29.", "最初の日。例：12-29", monthDay),
          required("to", "Last day.", "最後の日。", monthDay),
          Common.title("Name.", "名称。"), Common.source,
        ]))),
    optional(
      "holidays", "Holidays.", "休日。",
      .list(.record([required("date", "Day.", "日付。", .named("day")), Common.title("Name.", "名称。"), Common.source]))),
  ]

  static let parameter: [Shape.Key] = [
    required("parameter", "Name of the parameter.", "パラメータの名前。", .string(pattern: Common.kebab, most: 64)),
    Common.title("Title in both languages.", "両言語の名称。"),
    optional("description", "What it is for.", "説明。", .named("text")), Common.source,
    required("value", "JSON Schema of a value.", "値の JSON Schema。", .named("data_schema")),
    optional(
      "keys", "Dimensions: name: [values].", "キー（名前：[値]）。", .map(.list(.string(), atLeast: 1), names: Common.snake)),
    required(
      "values", "In force from a day on, in order.", "施行日順の値。",
      .list(
        .record([
          required("from", "First day in force.", "施行日。", .named("day")),
          optional("to", "Last day in force.", "最後の日。", .named("day")),
          Common.source, optional("value", "The value, where there are no keys.", "値（キーがない場合）。", .any),
          optional("table", "Values by key, nested.", "キーごとの値（入れ子）。", .any),
        ]), atLeast: 1)),
  ]
}
