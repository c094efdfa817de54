import Diagnostics
import Engine
import JSON
import Logging

/// What the routes work with. Shared by all requests; nothing in it belongs to one.
struct House: Sendable {
  let engine: WorkflowEngine
  let settings: ServerSettings
  let metrics: RequestMetrics
  let signIns: FailedSignIns
  /// Who looks at versions before they are deposited or put in force.
  let scrutiny: Scrutiny
  let readiness: @Sendable () async -> Readiness
  let logger: Logger
  /// The API document in each language; made once.
  let documents: [Language: JSONValue]
}

/// Whether requests can be served.
package enum Readiness: Sendable, Hashable {
  case ready
  /// Why not, in a few words for an operator: no secrets.
  case notReady(String)
}
