/// How items of the previous version move to this one: names that changed, old → new. What is not named keeps its name.
package struct Migration: Sendable, Hashable {
  package let states: [StateName: StateName]
  package let roles: [RoleName: RoleName]
  package let fields: [FieldName: FieldName]
}
