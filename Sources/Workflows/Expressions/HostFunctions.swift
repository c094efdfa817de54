import CEL
import Diagnostics

/// Sekisho's own functions, declared, typed and documented: `sekisho workflow functions` prints this list.
enum HostFunctions {
  static func all(own: Neighbour) -> [FunctionDeclaration] {
    calendar + [
      FunctionDeclaration(
        "same_key",
        Text(en: "other items of this workflow with the same value of the named key", ja: "同じキーの値を持つ、このワークフローの他の案件"),
        cost: 10,
        [
          Overload(
            .global, [.string], .list(own.itemType),
            .unary { name, context throws(EvaluationError) in
              let host = try host(context)
              guard let others = host.sharing(KeyName(try text(name))) else {
                throw EvaluationError(
                  .host(
                    code: "same_key",
                    Text(
                      en: "an effect of this step changed the key; ask for it in a later step",
                      ja: "このキーは同じ操作の効果で変わりました。次の操作で照会してください")))
              }
              return .list(others.map(host.record))
            })
        ]),
      FunctionDeclaration(
        "links", Text(en: "items linked to this one by the relation", ja: "指定の関係でリンクされた案件"), cost: 10,
        [
          Overload(
            .global, [.string], .list(.map(.string, .dyn)),
            .unary { name, context throws(EvaluationError) in
              let host = try host(context)
              let relation = try text(name)
              let linked = host.item.runtime.links.filter { $0.relation == relation }
              return .list(linked.compactMap { host.items[$0.item] }.map(host.record))
            })
        ]),
      FunctionDeclaration(
        "acted", Text(en: "persons who have acted in the role in this family", ja: "この案件群でその役割を務めた人"), cost: 5,
        [
          Overload(
            .global, [.string], .list(.string),
            .unary { name, context throws(EvaluationError) in
              let host = try host(context)
              let role = RoleName(try text(name))
              let persons = host.items.values.filter { $0.family == host.item.family }
                .flatMap { $0.runtime.acts[role] ?? [] }
              return .list(Set(persons).sorted().map { .string($0.text) })
            })
        ]),
      FunctionDeclaration(
        "duty_open", Text(en: "whether the duty is open", ja: "その義務が未了かどうか"),
        [
          Overload(
            .global, [.string], .bool,
            .unary { name, context throws(EvaluationError) in
              let duty = DutyName(try text(name))
              return .bool(try host(context).item.runtime.duties.contains { $0.name == duty })
            })
        ]),
      FunctionDeclaration(
        "party", Text(en: "a party of the business database", ja: "事業者データベースの事業者"), cost: 5,
        [
          Overload(
            .global, [.string], .optional(partyType),
            .unary { code, context throws(EvaluationError) in
              let host = try host(context)
              guard let party = host.world.directory.parties[PartyCode(try text(code))] else { return .optional(nil) }
              return .optional(record(party, on: host.world.now.day))
            })
        ]),
      FunctionDeclaration(
        "sum", Text(en: "the sum of a list", ja: "リストの合計"), isPure: true,
        [
          Overload(
            .global, [.list(.int)], .int,
            .unary { list, context throws(EvaluationError) in
              guard case .list(let values) = list else { return .int(0) }
              try context.charge(values.count)
              var total = 0
              for case .int(let value) in values {
                let (sum, overflow) = total.addingReportingOverflow(value)
                guard !overflow else { throw EvaluationError(.overflow("sum")) }
                total = sum
              }
              return .int(total)
            })
        ]),
    ]
  }

  private static let partyType = CELType.record(
    RecordType(
      "party",
      [
        "code": .init(.string), "name": .init(.string), "corporate_number": .init(.string, isOptional: true),
        "registration_number": .init(.string, isOptional: true), "suspended": .init(.bool),
      ]))

  private static func record(_ party: Party, on day: Day) -> CELValue {
    var fields: [(String, CELValue)] = [
      ("code", .string(party.code.text)), ("name", .string(party.name.ja)),
      ("suspended", .bool(party.suspensions.contains { $0.contains(day) })),
    ]
    if let number = party.corporateNumber { fields.append(("corporate_number", .string(number))) }
    if let number = party.registrationNumber { fields.append(("registration_number", .string(number))) }
    return .record(fields)
  }

  static func host(_ context: EvaluationContext) throws(EvaluationError) -> StepHost {
    guard let host = context.host as? StepHost else { throw EvaluationError(.unbound("item")) }
    return host
  }

  static func text(_ value: CELValue) throws(EvaluationError) -> String {
    guard case .string(let text) = value else { throw EvaluationError(.noFields(value)) }
    return text
  }

  static func day(_ value: CELValue) throws(EvaluationError) -> Day {
    guard case .timestamp(let moment) = value else { throw EvaluationError(.noFields(value)) }
    return Instant(moment).day
  }

  static func number(_ value: CELValue) throws(EvaluationError) -> Int {
    guard case .int(let number) = value else { throw EvaluationError(.noFields(value)) }
    return number
  }
}
