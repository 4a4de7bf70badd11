/// Damage done on purpose to the bytes of a sound EVTX file; each function returns a damaged copy.
///
/// Chunks and records are counted from 0. A place that does not exist leaves the file as it is.
public enum Damage {
  // MARK: - Anywhere

  /// Flips single bits at places that follow from the seed, from `first` on.
  public static func flippingBits(in file: [UInt8], count: Int, seed: UInt64, from first: Int = 0) -> [UInt8] {
    guard first < file.count else { return file }
    var random = SeededGenerator(seed: seed)
    var result = file
    for _ in 0..<count {
      result[Int.random(in: first..<file.count, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    }
    return result
  }

  /// Overwrites a run of bytes with what follows from the seed.
  public static func overwriting(_ range: Range<Int>, of file: [UInt8], seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var result = file
    for place in range.clamped(to: file.indices) { result[place] = UInt8.random(in: .min ... .max, using: &random) }
    return result
  }

  /// Sets a run of bytes to 0, as a lost disk sector.
  public static func blanking(_ range: Range<Int>, of file: [UInt8]) -> [UInt8] {
    var result = file
    for place in range.clamped(to: file.indices) { result[place] = 0 }
    return result
  }

  /// The file up to `length`.
  public static func cutting(_ file: [UInt8], to length: Int) -> [UInt8] { Array(file.prefix(max(0, length))) }

  // MARK: - File header

  public static func breakingFileMagic(of file: [UInt8]) -> [UInt8] { setting(0x58 as UInt8, at: 3, in: file) }

  /// Sets the dirty flag, as in a log that was copied while Windows ran.
  public static func markingDirty(_ file: [UInt8]) -> [UInt8] {
    var result = setting(1 as UInt32, at: 120, in: file)
    Checksums.seal(file: &result)
    return result
  }

  /// Makes the file header say another number of chunks.
  public static func claimingChunks(_ count: UInt16, in file: [UInt8]) -> [UInt8] {
    var result = setting(count, at: 42, in: file)
    Checksums.seal(file: &result)
    return result
  }

  // MARK: - Chunks

  /// Where the chunk with this number begins.
  public static func chunkOffset(_ number: Int) -> Int { MadeLog.headerSize + number * ChunkWriter.size }

  public static func breakingChunkMagic(_ chunk: Int, of file: [UInt8]) -> [UInt8] {
    setting(0x58 as UInt8, at: chunkOffset(chunk) + 3, in: file)
  }

  /// Both checksums of a chunk become wrong.
  public static func breakingChecksums(ofChunk chunk: Int, in file: [UInt8]) -> [UInt8] {
    let start = chunkOffset(chunk)
    let records = file.value(at: start + 52, as: UInt32.self)
    let header = file.value(at: start + 124, as: UInt32.self)
    return setting(~header, at: start + 124, in: setting(~records, at: start + 52, in: file))
  }

  /// Both checksums of a chunk become 0, with the flag that says so.
  public static func removingChecksums(ofChunk chunk: Int, in file: [UInt8]) -> [UInt8] {
    let start = chunkOffset(chunk)
    let flagged = setting(4 as UInt32, at: start + 120, in: file)
    return setting(0 as UInt32, at: start + 124, in: setting(0 as UInt32, at: start + 52, in: flagged))
  }

  /// Makes a chunk header say other first and last record numbers.
  public static func claimingRecords(_ first: UInt64, _ last: UInt64, inChunk chunk: Int, of file: [UInt8]) -> [UInt8] {
    var result = file
    for place in [8, 24] { result.set(first, at: chunkOffset(chunk) + place) }
    for place in [16, 32] { result.set(last, at: chunkOffset(chunk) + place) }
    Checksums.seal(chunk: &result, at: chunkOffset(chunk))
    return result
  }

  /// Makes a chunk header say that its free space begins elsewhere.
  public static func claimingFreeSpace(at offset: UInt32, inChunk chunk: Int, of file: [UInt8]) -> [UInt8] {
    var result = setting(offset, at: chunkOffset(chunk) + 48, in: file)
    Checksums.seal(chunk: &result, at: chunkOffset(chunk))
    return result
  }

  /// Leaves all but the first `kept` records of a chunk in its slack, as a log that was cleared and begun again.
  public static func leavingStaleRecords(after kept: Int, inChunk chunk: Int, of file: [UInt8]) -> [UInt8] {
    let records = recordOffsets(inChunk: chunk, of: file)
    guard kept > 0, kept < records.count else { return file }
    let start = chunkOffset(chunk)
    var result = file
    let first = file.value(at: start + 8, as: UInt64.self)
    result.set(first + UInt64(kept) - 1, at: start + 16)
    result.set(file.value(at: records[kept - 1] + 8, as: UInt64.self), at: start + 32)
    result.set(UInt32(records[kept - 1] - start), at: start + 44)
    result.set(UInt32(records[kept] - start), at: start + 48)
    Checksums.seal(chunk: &result, at: start)
    return result
  }

  // MARK: - Records

  /// Where the records of a chunk begin in the file.
  public static func recordOffsets(inChunk chunk: Int, of file: [UInt8]) -> [Int] {
    let start = chunkOffset(chunk)
    let end = min(file.count, start + Int(file.value(at: start + 48, as: UInt32.self)))
    var result: [Int] = []
    var place = start + ChunkWriter.headerSize
    while place + 28 <= end, file.value(at: place, as: UInt32.self) == 0x2A2A {
      let length = Int(file.value(at: place + 4, as: UInt32.self))
      guard length >= 28, place + length <= end else { break }
      result.append(place)
      place += length
    }
    return result
  }

  /// Sets the length at a record's start, not the copy at its end.
  public static func settingLength(_ length: UInt32, ofRecord record: Int, chunk: Int = 0, in file: [UInt8]) -> [UInt8]
  {
    changing(record, chunk, file) { $0.set(length, at: $1 + 4) }
  }

  /// Sets the copy of the length at a record's end.
  public static func settingLengthCopy(
    _ length: UInt32, ofRecord record: Int, chunk: Int = 0, in file: [UInt8]
  ) -> [UInt8] {
    changing(record, chunk, file) { $0.set(length, at: $1 + Int($0.value(at: $1 + 4, as: UInt32.self)) - 4) }
  }

  public static func breakingMagic(ofRecord record: Int, chunk: Int = 0, in file: [UInt8]) -> [UInt8] {
    changing(record, chunk, file) { $0.set(0x5858_5858 as UInt32, at: $1) }
  }

  /// The time in a record's header becomes 0, as in many real logs.
  public static func zeroingTime(ofRecord record: Int, chunk: Int = 0, in file: [UInt8]) -> [UInt8] {
    changing(record, chunk, file) { $0.set(0 as UInt64, at: $1 + 16) }
  }

  /// The first byte of a record's binary XML becomes a token that does not exist.
  public static func breakingBinaryXML(ofRecord record: Int, chunk: Int = 0, in file: [UInt8]) -> [UInt8] {
    changing(record, chunk, file) { $0.set(0x77 as UInt8, at: $1 + 28) }
  }

  private static func changing(
    _ record: Int, _ chunk: Int, _ file: [UInt8], _ change: (inout [UInt8], Int) -> Void
  ) -> [UInt8] {
    let records = recordOffsets(inChunk: chunk, of: file)
    guard records.indices.contains(record) else { return file }
    var result = file
    change(&result, records[record])
    Checksums.seal(chunk: &result, at: chunkOffset(chunk))
    return result
  }

  private static func setting(_ value: some FixedWidthInteger, at offset: Int, in file: [UInt8]) -> [UInt8] {
    var result = file
    result.set(value, at: offset)
    return result
  }
}
