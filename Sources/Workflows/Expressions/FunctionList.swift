package import CEL

/// Every function that expressions of definitions may call: CEL's own and ours, by name.
package func documentedFunctions() -> [FunctionDeclaration] {
  let anybody = Neighbour(workflow: "item", data: .anything, states: [], outcomes: [])
  return CELEnvironment(variables: [:], functions: HostFunctions.all(own: anybody)).functions.values.sorted {
    $0.name < $1.name
  }
}
