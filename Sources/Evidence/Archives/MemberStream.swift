/// The bytes of one member, counted as they come out.
final class MemberStream: ByteStream {
  private let reader: LibArchive
  private let budget: UnpackBudget
  private let packed: UInt64?
  private let lock: Int?
  /// Gives what the library threw away at damage after so many bytes.
  private let salvage: ((UInt64) -> ZipSalvage?)?
  private var salvaged: (source: ZipSalvage, reason: String)?
  private var size: UInt64 = 0
  private var ending: StreamRead?

  /// `packed` where the archive tells it; `lock`, for an encrypted member, is how many passwords there are.
  init(
    _ reader: LibArchive, budget: UnpackBudget, packed: UInt64?, lock: Int?,
    salvage: ((UInt64) -> ZipSalvage?)? = nil
  ) {
    self.salvage = salvage
    self.lock = lock
    self.reader = reader
    self.budget = budget
    self.packed = packed
  }

  func read(into room: UnsafeMutableRawBufferPointer) -> StreamRead {
    if let ending { return ending }
    let step = unsafe step(room)
    guard case .bytes(let count) = step else { return end(unlockFailure(step)) }
    size += UInt64(count)
    budget.countUnpacked(count)
    if let reason = budget.exhausted { return end(.cut("the archive \(reason)")) }
    if let reason = budget.refusal(memberOf: size, packed: packed) { return end(.cut(reason)) }
    return step
  }

  private func step(_ room: UnsafeMutableRawBufferPointer) -> StreamRead {
    if salvaged == nil {
      let step = unsafe reader.read(into: room)
      guard case .cut(let reason) = step, let source = salvage?(size) else { return step }
      salvaged = (source, reason)
    }
    guard let (source, reason) = salvaged else { return .end }
    let count = unsafe source.read(into: room)
    return count > 0 ? .bytes(count) : .cut(reason)
  }

  /// Says plainly that a password is missing where that is why nothing came.
  private func unlockFailure(_ step: StreamRead) -> StreamRead {
    guard case .cut(let reason) = step, let lock, size == 0 else { return step }
    switch lock {
    case 0: return .cut("encrypted, and no password was given (--password-file)")
    case 1: return .cut("encrypted, and the password does not fit (\(reason))")
    default: return .cut("encrypted, and none of \(lock) passwords fits (\(reason))")
    }
  }

  private func end(_ step: StreamRead) -> StreamRead {
    ending = step
    return step
  }

  /// Reads what is left of it and lets it go; stops where the budget is used up.
  func drain() {
    guard ending == nil else { return }
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    defer { unsafe room.deallocate() }
    while budget.exhausted == nil, case .bytes(let count) = unsafe reader.read(into: room) {
      budget.countUnpacked(count)
    }
    ending = .end
  }
}
