public import Bytes
internal import Foundation

/// Hashes the pieces of an artifact in their order, whichever thread has them.
///
/// So that threads need not wait for each other's hashing, each asks whether it is its piece's turn, does its other
/// work first where it is not, and then waits. Every piece that was handed out must be added.
public final class OrderedHash: @unchecked Sendable {
  private let condition = NSCondition()
  private var turn = 0
  // Below: only for the thread whose turn it is.
  private var hash = ContentHash()

  public init() {}

  /// Adds the piece if it is its turn, and says whether it was; pieces are numbered from 0.
  public func addIfTurn(_ bytes: RawSpan, order: Int) -> Bool {
    condition.lock()
    let isTurn = turn == order
    condition.unlock()
    if isTurn { take(bytes) }
    return isTurn
  }

  /// Waits for the turn of the piece and adds it.
  public func add(_ bytes: RawSpan, order: Int) {
    condition.lock()
    while turn != order { condition.wait() }
    condition.unlock()
    take(bytes)
  }

  private func take(_ bytes: RawSpan) {
    hash.update(bytes)
    condition.lock()
    turn += 1
    condition.broadcast()
    condition.unlock()
  }

  /// Size and SHA-256 (64 lower-case hexadecimal digits) of all pieces; to be called by the thread that added the last.
  public func finish() -> (size: UInt64, sha256: String) { (hash.size, hash.hexDigits()) }
}
