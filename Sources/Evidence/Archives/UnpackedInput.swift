import CZlib

/// What comes out of a compressed file, read on by libarchive as a tar or as one file.
///
/// A layer of its own, so that what stands after a tar's end is looked at too: a checksum there tells of damage before.
class UnpackedInput: ArchiveInput {
  let packed: PassingInput

  init(_ packed: PassingInput) { self.packed = packed }

  /// Reads on to the end, so that all checksums are looked at; stops where the budget is used up.
  func drain(_ budget: UnpackBudget) {
    while failure == nil, budget.exhausted == nil {
      let count = unsafe next().count
      if count <= 0 { return }
      budget.countUnpacked(count)
    }
  }

  static func make(_ packed: PassingInput, kind: ArchiveKind) throws(LibArchive.Failure) -> UnpackedInput {
    if kind == .gzip { return GzipInput(packed) }
    return try FilterInput(packed, kind: kind)
  }
}

/// bzip2, xz and zstd, whose checksums libarchive's filters look at.
@safe private final class FilterInput: UnpackedInput {
  private let reader: LibArchive
  private let room: UnsafeMutableRawBufferPointer
  private var hasBegun = false

  init(_ packed: PassingInput, kind: ArchiveKind) throws(LibArchive.Failure) {
    reader = try LibArchive(packed, kind: kind, passwords: [], isListed: false)
    unsafe room = .allocate(byteCount: 256 << 10, alignment: 16)
    super.init(packed)
  }

  deinit { unsafe room.deallocate() }

  override func next() -> (start: UnsafeRawPointer?, count: Int) {
    if failure != nil { return (nil, -1) }
    if !hasBegun {
      hasBegun = true
      switch reader.next() {
      case .member: break
      case .end: return (nil, 0)
      case .damaged(let reason), .broken(let reason): return unsafe fail(reason)
      }
    }
    switch unsafe reader.read(into: room) {
    case .bytes(let count):
      position += Int64(count)
      return unsafe (UnsafeRawPointer(room.baseAddress), count)
    case .end: return (nil, 0)
    case .cut(let reason): return unsafe fail(reason)
    }
  }

  private func fail(_ reason: String) -> (start: UnsafeRawPointer?, count: Int) {
    failure = reason
    return (nil, -1)
  }
}

/// gzip, whose checksum libarchive's filter passes over.
///
/// Source: RFC 1952; members may follow one another, and what is no member after the last is left out, as gzip does.
@safe private final class GzipInput: UnpackedInput {
  private let stream: UnsafeMutablePointer<z_stream>
  private let room: UnsafeMutableRawBufferPointer
  private var isBetweenMembers = false
  private var isAtEnd = false
  /// Told when what came before it has been handed on.
  private var pending: String?

  private static let length = 256 << 10

  override init(_ packed: PassingInput) {
    unsafe room = .allocate(byteCount: Self.length, alignment: 16)
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for gzip's own header and trailer.
    let status = unsafe inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    if status != Z_OK { pending = "no memory" }
    super.init(packed)
  }

  deinit {
    // SAFETY: both were made in `init` and are freed once.
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
    unsafe room.deallocate()
  }

  override func next() -> (start: UnsafeRawPointer?, count: Int) {
    if failure != nil { return (nil, -1) }
    let count = fill()
    if count == 0, let pending {
      failure = pending
      return (nil, -1)
    }
    position += Int64(count)
    return unsafe (UnsafeRawPointer(room.baseAddress), count)
  }

  /// Unpacks until the room is full, the end is reached or nothing more can be read.
  private func fill() -> Int {
    unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = UInt32(Self.length)
    while pending == nil, !isAtEnd, unsafe stream.pointee.avail_out > 0 {
      if unsafe stream.pointee.avail_in == 0, !takeMore() { break }
      if isBetweenMembers, !beginMember() { break }
      inflate()
    }
    return unsafe Self.length - Int(stream.pointee.avail_out)
  }

  /// False at the end of the packed bytes, or where they cannot be read.
  private func takeMore() -> Bool {
    let (start, count) = unsafe packed.next()
    if count > 0, let start = unsafe start {
      // SAFETY: zlib reads these bytes alone and changes none; they live until the next call on `packed`.
      unsafe stream.pointee.next_in = UnsafeMutableRawPointer(mutating: start).assumingMemoryBound(to: UInt8.self)
      unsafe stream.pointee.avail_in = UInt32(count)
      return true
    }
    isAtEnd = true
    if count < 0 { pending = packed.failure ?? "it cannot be read" }
    if count == 0, !isBetweenMembers { pending = "the gzip data ends early" }
    return false
  }

  private func beginMember() -> Bool {
    guard unsafe stream.pointee.next_in.pointee == 0x1F, unsafe inflateReset(stream) == Z_OK else {
      isAtEnd = true
      return false
    }
    isBetweenMembers = false
    return true
  }

  private func inflate() {
    switch unsafe CZlib.inflate(stream, Z_NO_FLUSH) {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    default:
      // SAFETY: the text is one of zlib's constants.
      let text = unsafe stream.pointee.msg.map { unsafe String(cString: $0) } ?? "unreadable"
      pending = "gzip: " + text
    }
  }
}
