internal import Bytes
internal import Foundation

/// Takes what workers make of blocks, in whatever order, and writes it in the order of the blocks.
///
/// As many parts may wait for one before them as there are spare buffers; a worker that finds none waits itself. The
/// worker of the next block in order never waits, so the others go on in the end.
final class OrderedOutput<Remark>: @unchecked Sendable {
  private final class Spare {
    var bytes = ByteBuffer()
    var remark: Remark?
  }

  private let condition = NSCondition()
  private let write: @Sendable (RawSpan) throws -> Void
  private let merge: (Remark) -> Void
  private var spares: [Spare]
  private var waiting: [Int: Spare] = [:]
  private var next = 0
  private var isWriting = false
  private var failure: (any Error)?

  /// A buffer that grew beyond this is given back to the system when it is empty.
  private static var largestKept: Int { 16 << 20 }

  /// `write` and `merge` are called in the order of the blocks, one call at a time, from any thread.
  init(spares: Int, write: @escaping @Sendable (RawSpan) throws -> Void, merge: @escaping (Remark) -> Void) {
    self.write = write
    self.merge = merge
    self.spares = (0..<spares).map { _ in Spare() }
  }

  var isSound: Bool { condition.withLock { failure == nil } }

  func fail(_ error: any Error) {
    condition.withLock {
      if failure == nil { failure = error }
      condition.broadcast()
    }
  }

  func throwFailure() throws {
    if let failure = condition.withLock({ failure }) { throw failure }
  }

  /// Writes a part of a block's output as soon as it is its turn, and empties the buffer.
  func flush(_ part: inout ByteBuffer, of ticket: Int) {
    condition.lock()
    while next != ticket || isWriting, failure == nil { condition.wait() }
    if failure == nil { put(part.bytes) }
    condition.broadcast()
    condition.unlock()
    Self.empty(&part)
  }

  /// Takes the last part of a block's output, and empties the buffer.
  func finish(_ part: inout ByteBuffer, of ticket: Int, _ remark: Remark) {
    condition.lock()
    defer { condition.unlock() }
    while failure == nil {
      if next == ticket, !isWriting {
        put(part.bytes)
        Self.empty(&part)
        merge(remark)
        next += 1
        drain()
        condition.broadcast()
        return
      }
      if let spare = spares.popLast() {
        swap(&spare.bytes, &part)
        spare.remark = remark
        waiting[ticket] = spare
        return
      }
      condition.wait()
    }
    Self.empty(&part)
  }

  private func drain() {
    while failure == nil, let spare = waiting.removeValue(forKey: next) {
      put(spare.bytes.bytes)
      Self.empty(&spare.bytes)
      if let remark = spare.remark { merge(remark) }
      spare.remark = nil
      spares.append(spare)
      next += 1
      condition.broadcast()
    }
  }

  /// Writes without the lock; nobody else writes meanwhile.
  private func put(_ bytes: RawSpan) {
    guard bytes.byteCount > 0 else { return }
    isWriting = true
    condition.unlock()
    var problem: (any Error)?
    do { try write(bytes) } catch { problem = error }
    condition.lock()
    isWriting = false
    if failure == nil { failure = problem }
  }

  private static func empty(_ buffer: inout ByteBuffer) {
    if buffer.count > largestKept { buffer = ByteBuffer() } else { buffer.removeAll() }
  }
}
