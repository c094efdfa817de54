internal import Postgres

/// Which run of batches a leaf belongs to. Inside a run leaves stand in commit order; a sweep over restored entries, the
/// search that begins anew after it, and another cluster each start a new run.
struct SealRuns: Sendable {
  struct Seal: Sendable {
    let number: Int
    let size: Int
    let isSweep: Bool
    let place: CommitPlace
    let system: Int

    init(row: Row) throws(PostgresError) {
      number = try row.get(0)
      size = try row.get(1)
      isSweep = try row.get(2)
      place = CommitPlace(transaction: try row.get(3), ordinal: try row.get(4), entry: try row.get(5))
      system = try row.get(6)
    }
  }

  /// The sizes at which runs end, with the run's number; the last one is open.
  private var ends: [(size: Int, run: Int)] = []
  private var run = 0
  private(set) var last: Seal?

  /// Takes the seals in order.
  mutating func add(_ seal: Seal) {
    if let last, seal.system != last.system || seal.isSweep != last.isSweep || seal.place < last.place {
      ends.append((last.size, run))
      run += 1
    }
    last = seal
  }

  /// The runs are few: one, and two for each restore.
  func run(of leaf: Int) -> Int {
    ends.first { leaf < $0.size }?.run ?? run
  }
}
