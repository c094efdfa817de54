import Synchronization
import Workflows

/// What a process keeps of the slow-moving tables, with the counters that say when it is out of date.
struct CachedWorld: Sendable {
  var directory = Directory()
  var directoryVersion: Int64 = -1
  var library = Library()
  var artifacts = ArtifactIndex()
  var libraryVersion: Int64 = -1
}

/// One copy a process, shared by its lanes.
final class WorldCache: Sendable {
  private let state = Mutex(CachedWorld())

  var current: CachedWorld { state.withLock { $0 } }

  /// Keeps whichever half is newer.
  func store(_ world: CachedWorld) {
    state.withLock { kept in
      if world.directoryVersion > kept.directoryVersion {
        kept.directory = world.directory
        kept.directoryVersion = world.directoryVersion
      }
      if world.libraryVersion > kept.libraryVersion {
        kept.library = world.library
        kept.artifacts = world.artifacts
        kept.libraryVersion = world.libraryVersion
      }
    }
  }
}
