/// The bytes of one member, counted as they come out.
final class MemberStream: ByteStream {
  private let reader: LibArchive
  private let budget: UnpackBudget
  private let packed: UInt64?
  private var size: UInt64 = 0
  private var ending: StreamRead?

  init(_ reader: LibArchive, budget: UnpackBudget, packed: UInt64?) {
    self.reader = reader
    self.budget = budget
    self.packed = packed
  }

  func read(into room: UnsafeMutableRawBufferPointer) -> StreamRead {
    if let ending { return ending }
    let step = unsafe reader.read(into: room)
    guard case .bytes(let count) = step else { return end(step) }
    size += UInt64(count)
    budget.countUnpacked(count)
    if let reason = budget.exhausted { return end(.cut("the archive \(reason)")) }
    if let reason = budget.refusal(memberOf: size, packed: packed) { return end(.cut(reason)) }
    return step
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
