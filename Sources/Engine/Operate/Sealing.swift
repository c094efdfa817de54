package import Audit
import Logging
import Postgres

extension WorkflowEngine {
  /// Seals the record beside the hot path until cancelled: hashes committed entries into the tree, signs checkpoints.
  package func seal(with signer: SignerKey, pause: Duration = .seconds(1)) async {
    var sealer = Sealer(signer: signer)
    while !Task.isCancelled {
      var hasMore = false
      do {
        hasMore = try await writers.withConnection { connection in try await sealer.round(connection).hasMore }
      } catch {
        logger.warning("sealing failed", metadata: ["code": "\(EngineError.from(error).code.rawValue)"])
      }
      if !hasMore { try? await Task.sleep(for: pause) }
    }
  }
}
