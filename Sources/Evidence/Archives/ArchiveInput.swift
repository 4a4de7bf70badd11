/// Where the door to libarchive takes an archive's bytes from.
class ArchiveInput {
  /// Where the next bytes are read from.
  var position: Int64 = 0
  /// Why `next` failed.
  var failure: String?

  /// Size in bytes where the input can seek; nil where it cannot.
  var seekableSize: Int64? { nil }

  /// The next bytes: a pointer that holds until the next call, and how many; 0 at the end, negative where they cannot
  /// be read.
  func next() -> (start: UnsafeRawPointer?, count: Int) { (nil, 0) }

  /// Moves the reading position; nil where that cannot be done.
  func seek(to offset: Int64) -> Int64? { nil }
}

/// An archive in a file of its own, read wherever it must be.
@safe final class SeekingInput: ArchiveInput {
  private let file: EvidenceFile
  private let budget: UnpackBudget
  private let counts: Bool
  private let meter: ReadMeter?
  private let room: UnsafeMutableRawBufferPointer
  private var farthest: Int64 = 0

  /// Small enough that jumping from member to member rereads little.
  private static let blockLength = 64 << 10

  /// `counts` is whether its bytes went into the archive that was given: true for that one itself.
  init(_ file: EvidenceFile, budget: UnpackBudget, counts: Bool, meter: ReadMeter? = nil) {
    self.file = file
    self.meter = meter
    self.budget = budget
    self.counts = counts
    unsafe room = .allocate(byteCount: Self.blockLength, alignment: 16)
  }

  deinit { unsafe room.deallocate() }

  override var seekableSize: Int64? { Int64(clamping: file.size) }

  override func next() -> (start: UnsafeRawPointer?, count: Int) {
    let count = unsafe file.read(at: UInt64(position), into: room)
    guard count >= 0 else {
      failure = systemError(Int32(-count))
      return (nil, -1)
    }
    let start = position
    position += Int64(count)
    if counts { meter?.add(count) }
    if counts, position > farthest {
      budget.countPacked(Int(position - max(farthest, start)))
      farthest = position
    }
    return unsafe (UnsafeRawPointer(room.baseAddress), count)
  }

  override func seek(to offset: Int64) -> Int64? {
    guard offset >= 0, offset <= Int64(clamping: file.size) else { return nil }
    position = offset
    return offset
  }
}

/// An archive that is read once from front to end, hashed as it passes: a file, or a member of another archive.
@safe final class PassingInput: ArchiveInput {
  private let stream: any ByteStream
  private let budget: UnpackBudget
  private let counts: Bool
  private let room: UnsafeMutableRawBufferPointer
  private var head: [UInt8]
  private(set) var hash = ContentHash()
  private var isAtEnd = false

  private static let blockLength = 256 << 10

  /// `head` are bytes that were taken from the stream before; `counts` as for `SeekingInput`.
  init(_ stream: any ByteStream, head: [UInt8], budget: UnpackBudget, counts: Bool) {
    self.stream = stream
    self.head = head
    self.budget = budget
    self.counts = counts
    unsafe room = .allocate(byteCount: Self.blockLength, alignment: 16)
  }

  deinit { unsafe room.deallocate() }

  override func next() -> (start: UnsafeRawPointer?, count: Int) {
    let count = fill()
    guard count > 0 else { return (nil, count) }
    position += Int64(count)
    if counts { budget.countPacked(count) }
    let filled = unsafe UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(room)[..<count])
    unsafe hash.update(filled.bytes)
    return (filled.baseAddress, count)
  }

  private func fill() -> Int {
    if !head.isEmpty {
      defer { head = [] }
      unsafe room.copyBytes(from: head)
      return head.count
    }
    if isAtEnd { return 0 }
    switch unsafe stream.read(into: room) {
    case .bytes(let count): return count
    case .end: break
    case .cut(let reason):
      failure = reason
      return -1
    }
    isAtEnd = true
    return 0
  }

  /// Reads on to the end, so that the hash is the whole archive's; false where the end cannot be reached.
  func drain() -> Bool {
    while !isAtEnd {
      if failure != nil || (budget.exhausted != nil && !counts) { return false }
      if unsafe next().count < 0 { return false }
    }
    return true
  }
}
