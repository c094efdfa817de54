import JSON
import Postgres
import Workflows

/// Answers kept under idempotency keys.
enum RequestKeys {
  static let find = Statement(
    """
    select k.person, k.key, k.digest, k.answer
    from unnest($1::text[], $2::text[]) as u (person, key) join request_key k using (person, key)
    """)
  static let insert = Statement(
    """
    insert into request_key (person, key, digest, answer, created_at)
    select * from unnest($1::text[], $2::text[], $3::bytea[], $4::text[], $5::timestamptz[])
    """)
  static let purge = Statement("delete from request_key where created_at < sekisho_now() - interval '30 days'")

  static let all = [find, insert, purge]

  struct Known {
    let digest: [UInt8]
    let answer: String?
  }

  struct Name: Hashable {
    let person: String
    let key: String

    init(_ idempotency: Idempotency) {
      person = idempotency.person.text
      key = idempotency.key
    }

    init(person: String, key: String) {
      self.person = person
      self.key = key
    }
  }

  static func known(_ rows: Rows) throws -> [Name: Known] {
    var known: [Name: Known] = [:]
    for row in rows {
      known[Name(person: try row.get(0), key: try row.get(1))] = Known(
        digest: try row.get(2), answer: try row.get(3))
    }
    return known
  }
}

extension Receipt {
  /// What a key keeps of a success.
  var answer: JSONValue {
    [
      "item": .string(item.description), "family": .string(family.description), "code": .string(code),
      "state": .string(state.text), "version": .number(.init(version)),
      "created": .array(created.map { ["id": .string($0.id.description), "code": .string($0.code)] }),
    ]
  }

  init?(answer: JSONValue) {
    guard let item = (answer["item"]?.stringValue).flatMap({ ItemID($0) }),
      let family = (answer["family"]?.stringValue).flatMap({ ItemID($0) }), let code = answer["code"]?.stringValue,
      let state = answer["state"]?.stringValue, let version = answer["version"]?.int64
    else { return nil }
    let created = (answer["created"]?.arrayValue ?? []).compactMap { entry -> (id: ItemID, code: String)? in
      guard let id = (entry["id"]?.stringValue).flatMap({ ItemID($0) }), let code = entry["code"]?.stringValue else {
        return nil
      }
      return (id, code)
    }
    self.init(
      item: item, family: family, code: code, state: StateName(state), version: version, created: created,
      isReplay: true)
  }
}
