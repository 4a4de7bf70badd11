internal import Synchronization

/// How far the files that were given have been read, in bytes of those files: an archive counts as it lies there.
final class ReadMeter: Sendable {
  private struct State {
    /// Sizes of the files before the one that is read.
    var before: UInt64 = 0
    var size: UInt64 = 0
    var read: UInt64 = 0
  }

  private let state = Mutex(State())

  /// A file is begun, and the one before it is done, whatever was read of it.
  func begin(size: UInt64) {
    state.withLock { state in
      state.before &+= state.size
      state.size = size
      state.read = 0
    }
  }

  func add(_ count: Int) { state.withLock { $0.read &+= UInt64(max(0, count)) } }

  /// Never more than the sizes of the files that were begun: a file may be read in parts twice.
  var bytes: UInt64 { state.withLock { $0.before &+ min($0.read, $0.size) } }
}
