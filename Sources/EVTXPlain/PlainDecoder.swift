internal import Bytes

/// The plain decoder of Windows event logs: slow, without any cache, and with no code of the fast reader's.
///
/// Two decoders that agree are a reason to believe both. Tests run this one over every log; an examination runs it
/// over the records that a finding cites. Source: [MS-EVEN6] 2.2.12; libyal, "Windows XML Event Log (EVTX) format".
public enum PlainDecoder {
  /// The size of a chunk in bytes.
  public static let chunkSize = 65_536
  /// The size of the file header in bytes, before the first chunk.
  public static let fileHeaderSize = 4096

  private static let chunkHeaderSize = 512
  private static let recordHeaderSize = 24
  private static let smallestRecord = 28

  /// The records of a chunk in their order, those that cannot be decoded with their error.
  ///
  /// Where no record can be told, reading goes on at the next place that looks like one: magic number, a length that
  /// fits, and the same length at its end. Bytes behind the place where the header says that free space begins are
  /// not looked at; see `carved(fromChunk:)`.
  public static func records(inChunk chunk: RawSpan) -> [PlainRecord] {
    let end = freeSpace(of: chunk)
    let budget = Budget.forChunk()
    var records: [PlainRecord] = []
    var place = chunkHeaderSize
    while place < end {
      if isStart(place, chunk), let record = try? record(at: place, inChunk: chunk, [budget, .forRecord()]) {
        records.append(record)
        place += record.length
      } else {
        place = nextRecord(after: place, before: end, chunk) ?? end
      }
    }
    return records
  }

  /// The records of a chunk held as an array.
  public static func records(inChunk chunk: [UInt8]) -> [PlainRecord] { records(inChunk: chunk.rawSpan) }

  /// Older records in a chunk's free space that can still be decoded whole, in their order.
  public static func carved(fromChunk chunk: RawSpan) -> [PlainRecord] {
    let budget = Budget.forChunk()
    var records: [PlainRecord] = []
    var place = nextRecord(after: max(chunkHeaderSize, freeSpace(of: chunk)) - 1, before: chunk.byteCount, chunk)
    while let start = place {
      let record = try? record(at: start, inChunk: chunk, [budget, .forRecord()])
      let isSound = record?.root != nil
      if let record, isSound { records.append(record) }
      let end = isSound ? start + (record?.length ?? 1) : start + 1
      place = nextRecord(after: end - 1, before: chunk.byteCount, chunk)
    }
    return records
  }

  /// The record at that offset of the chunk.
  ///
  /// What is wrong inside the record is the record's error.
  ///
  /// - Throws: if no record of a possible length stands there.
  public static func record(at offset: Int, inChunk chunk: RawSpan) throws(PlainError) -> PlainRecord {
    try record(at: offset, inChunk: chunk, [.forRecord()])
  }

  private static func record(
    at offset: Int, inChunk chunk: RawSpan, _ budgets: [Budget]
  ) throws(PlainError) -> PlainRecord {
    guard offset >= 0, chunk.uint32(at: offset) == 0x2A2A else {
      throw PlainError(offset, "no record's magic number")
    }
    guard let length = chunk.uint32(at: offset + 4).map(Int.init), let identifier = chunk.uint64(at: offset + 8),
      let written = chunk.uint64(at: offset + 16), length >= smallestRecord, chunk.byteCount - offset >= length
    else { throw PlainError(offset, "a record of an impossible length") }
    return PlainRecord(
      identifier: identifier, offset: offset, length: length, written: written,
      content: content(chunk, offset + recordHeaderSize..<offset + length - 4, budgets))
  }

  private static func content(
    _ chunk: RawSpan, _ range: Range<Int>, _ budgets: [Budget]
  ) -> Result<[PlainElement], PlainError> {
    do throws(PlainError) {
      let nodes = try FragmentReader.nodes(chunk, range, FragmentReader.Scope(), budgets)
      let elements = nodes.compactMap { if case .element(let element) = $0 { element } else { nil } }
      guard !elements.isEmpty else { return .failure(PlainError(range.lowerBound, "the record holds no element")) }
      return .success(elements)
    } catch {
      return .failure(error)
    }
  }

  // MARK: - Finding records

  /// Where the header says that records end; the end of the chunk where it gives no possible place.
  private static func freeSpace(of chunk: RawSpan) -> Int {
    let free = Int(chunk.uint32(at: 48) ?? 0)
    return free >= chunkHeaderSize && free <= chunk.byteCount ? free : chunk.byteCount
  }

  /// Whether a record may be taken to begin here: its length stands at its end too, or no other one begins inside.
  private static func isStart(_ place: Int, _ chunk: RawSpan) -> Bool {
    guard chunk.uint32(at: place) == 0x2A2A, let length = chunk.uint32(at: place + 4).map(Int.init),
      length >= smallestRecord, chunk.byteCount - place >= length
    else { return false }
    return length == endLength(place, length, chunk) || nextRecord(after: place, before: place + length, chunk) == nil
  }

  private static func endLength(_ place: Int, _ length: Int, _ chunk: RawSpan) -> Int? {
    chunk.uint32(at: place + length - 4).map(Int.init)
  }

  private static func nextRecord(after start: Int, before end: Int, _ chunk: RawSpan) -> Int? {
    var place = start + 1
    while place + smallestRecord <= end {
      if chunk.uint32(at: place) == 0x2A2A, let length = chunk.uint32(at: place + 4).map(Int.init),
        length >= smallestRecord, chunk.byteCount - place >= length, endLength(place, length, chunk) == length
      {
        return place
      }
      place += 1
    }
    return nil
  }
}
