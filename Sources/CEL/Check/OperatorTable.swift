/// The typed forms of the operators (langdef, "List of Standard Definitions").
enum OperatorTable {
  static func overloads(_ operation: Expr.BinaryOperator) -> [Overload] { table[operation] ?? [] }

  private static let table: [Expr.BinaryOperator: [Overload]] = Dictionary(
    uniqueKeysWithValues: Expr.BinaryOperator.allCases.map { ($0, declared($0)) })

  private static func declared(_ operation: Expr.BinaryOperator) -> [Overload] {
    let element = CELType.parameter("A")
    switch operation {
    case .equal, .notEqual: return [form(element, element, .bool)]
    case .in: return [form(element, .list(element), .bool), form(element, .map(element, .parameter("B")), .bool)]
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return orders
    case .add:
      return same([.int, .uint, .double, .string, .bytes, .duration, .list(element)]) + [
        form(.timestamp, .duration, .timestamp), form(.duration, .timestamp, .timestamp),
      ]
    case .subtract:
      return same([.int, .uint, .double, .duration]) + [
        form(.timestamp, .timestamp, .duration), form(.timestamp, .duration, .timestamp),
      ]
    case .multiply, .divide: return same([.int, .uint, .double])
    case .modulo: return same([.int, .uint])
    }
  }

  private static let orders: [Overload] = {
    let ordered: [CELType] = [.int, .string, .bool, .uint, .double, .bytes, .timestamp, .duration]
    let numbers: [CELType] = [.int, .uint, .double]
    let mixed = numbers.flatMap { left in numbers.filter { $0 != left }.map { form(left, $0, .bool) } }
    return ordered.map { form($0, $0, .bool) } + mixed
  }()

  private static func same(_ types: [CELType]) -> [Overload] { types.map { form($0, $0, $0) } }

  private static func form(_ left: CELType, _ right: CELType, _ result: CELType) -> Overload {
    Overload(.global, [left, right], result, .none)
  }
}
