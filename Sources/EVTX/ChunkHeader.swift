import Bytes

/// The first 512 bytes of a chunk.
///
/// Source: libevtx, "Windows XML Event Log (EVTX)", section 3. Record numbers at 8 and 16, identifiers at 24 and 32,
/// the offset of the free space at 48, checksum of the records at 52, flags at 120, checksum of the header (bytes 0 to
/// 120 and 128 to 512) at 124.
struct ChunkHeader {
  static let size = 512
  static let magic: UInt64 = 0x006B_6E68_4366_6C45  // "ElfChnk\0"

  let hasMagic: Bool
  /// Where the records end; the end of the chunk where the header gives no possible place.
  let freeSpaceOffset: Int
  let hasFreeSpaceOffset: Bool
  /// What does not agree with the bytes, each a lower-case clause.
  let problems: [String]

  init(_ chunk: RawSpan) {
    hasMagic = chunk.uint64(at: 0) == Self.magic
    let free = Int(chunk.uint32(at: 48) ?? 0)
    hasFreeSpaceOffset = free >= Self.size && free <= chunk.byteCount
    freeSpaceOffset = hasFreeSpaceOffset ? free : chunk.byteCount
    problems = hasMagic ? Self.problems(chunk, free: free, isFreePossible: hasFreeSpaceOffset) : []
  }

  private static func problems(_ chunk: RawSpan, free: Int, isFreePossible: Bool) -> [String] {
    var problems: [String] = []
    if !isFreePossible {
      problems.append("the header puts the end of the records at \(free), outside the chunk's \(chunk.byteCount) bytes")
    }
    if let stored = chunk.uint32(at: 124), chunk.byteCount >= size {
      let first = CRC32.checksum(chunk.extracting(0..<120))
      let actual = CRC32.checksum(chunk.extracting(128..<size), continuing: first)
      if stored != actual { problems.append(mismatch("header", stored, actual)) }
    }
    if isFreePossible, let stored = chunk.uint32(at: 52) {
      let actual = CRC32.checksum(chunk.extracting(size..<free))
      if stored != actual { problems.append(mismatch("records", stored, actual)) }
    }
    return problems
  }

  private static func mismatch(_ what: String, _ stored: UInt32, _ actual: UInt32) -> String {
    "the checksum of the \(what) is 0x\(String(stored, radix: 16)), the bytes give 0x\(String(actual, radix: 16))"
  }
}
