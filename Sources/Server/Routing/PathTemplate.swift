import Diagnostics
import JSON

/// `/v1/items/{item}/history`
struct PathTemplate: Sendable, Hashable, ExpressibleByStringLiteral {
  enum Segment: Sendable, Hashable {
    case literal(String)
    case parameter(PathParameter)
  }

  let text: String
  let segments: [Segment]

  init(stringLiteral text: String) {
    self.text = text
    segments = text.split(separator: "/").map { part in
      guard part.hasPrefix("{"), part.hasSuffix("}"),
        let name = PathParameter(rawValue: String(part.dropFirst().dropLast()))
      else { return .literal(String(part)) }
      return .parameter(name)
    }
  }

  var parameters: [PathParameter] {
    segments.compactMap { if case .parameter(let name) = $0 { name } else { nil } }
  }
}

/// What may stand in a path.
enum PathParameter: String, Sendable, Hashable, CaseIterable {
  case item
  case workflow
  case parameter
  case definition
  case sha256
  case task
  case token
  case plan
  case change
  case party
  case person
  case delegation
  case absence

  var details: Text {
    switch self {
    case .item: Text(en: "Code or identifier of an item", ja: "案件のコード又は識別子")
    case .workflow: Text(en: "Name of a workflow", ja: "ワークフロー名")
    case .parameter: Text(en: "Name of a parameter table", ja: "パラメーター表の名前")
    case .definition: Text(en: "Number of a deposited version", ja: "登録された版の番号")
    case .sha256: Text(en: "SHA-256 of the document, in hexadecimal", ja: "文書のSHA-256(16進)")
    case .task: Text(en: "Identifier of a task", ja: "タスクの識別子")
    case .plan: Text(en: "Hash of a migration plan", ja: "移行計画のハッシュ値")
    case .token: Text(en: "Identifier of a token (not its secret)", ja: "トークンの識別子(秘密の文字列ではない)")
    case .change: Text(en: "Number of a proposed change", ja: "名簿変更の提案の番号")
    case .party: Text(en: "Code of a party", ja: "事業者のコード")
    case .person: Text(en: "Code of a person", ja: "人のコード")
    case .delegation: Text(en: "Number of a delegation", ja: "委任の番号")
    case .absence: Text(en: "Number of an absence", ja: "不在の番号")
    }
  }

  var schema: JSONValue {
    switch self {
    case .item, .workflow, .parameter, .party, .person: Schema.name
    case .definition, .change, .delegation, .absence: Schema.integer(1...Int64(Int32.max))
    case .sha256, .plan: Schema.hash
    case .task, .token: Schema.uuid
    }
  }
}
