import Bytes
import Model
public import Records

/// Reads the chunks of Windows event logs, record by record.
///
/// Source: [MS-EVEN6] 2.2.12 and libevtx, "Windows XML Event Log (EVTX)". A template is taken apart once; after that a
/// record costs only the reading of its value descriptors. Damage costs the record that has it: reading goes on at the
/// next record that can be told. One reader for each thread.
public struct EVTXChunkReader: ~Copyable {
  /// The size of a chunk in bytes.
  public static let chunkSize = 65536
  /// The size of the file header in bytes, before the first chunk.
  public static let fileHeaderSize = 4096

  private var cache = ShapeCache()
  private var canonical = ByteBuffer(capacity: 16384)
  private var slots = ElementBuffer<Slot>(capacity: 256)
  private var key = ElementBuffer<UInt32>(capacity: 64)
  /// What the chunk's records may still make, as `BinaryXMLLimit` counts.
  private var budget = BinaryXMLLimit.chunkBytes
  /// Offsets of template definitions in the current chunk, and the templates they turned out to be.
  private var definitions: [(offset: UInt32, template: Int32)] = []

  public init() {}

  /// Whether the first bytes of a file are those of an event log, its file header damaged perhaps.
  public static func recognizes(_ head: RawSpan) -> Bool {
    hasFileMagic(head) || head.uint64(at: fileHeaderSize) == ChunkHeader.magic
  }

  /// Whether the first bytes of a file are `ElfFile`, as an event log's are.
  public static func hasFileMagic(_ head: RawSpan) -> Bool { head.uint64(at: 0) == 0x0065_6C69_4666_6C45 }

  /// Reads one chunk, or what is left of the last one.
  ///
  /// - Parameters:
  ///   - chunk: at most `chunkSize` bytes.
  ///   - offset: where the chunk begins in the artifact.
  ///   - carving: whether to look for records in the chunk's unused space as well.
  ///   - visit: called with each record, in the order of the chunk. The row is valid during the call only.
  public mutating func read(
    _ chunk: RawSpan, at offset: UInt64, carving: Bool = false,
    visit: (RecordHead, Shape, borrowing Row) -> Void
  ) -> ChunkSummary {
    cache.trim()
    budget = BinaryXMLLimit.chunkBytes
    definitions.removeAll(keepingCapacity: true)
    var summary = ChunkSummary()
    let header = ChunkHeader(chunk)
    guard header.hasMagic || Self.hasRecord(chunk) else {
      account(forUnused: chunk, offset, &summary)
      return summary
    }
    summary.notes = header.problems
    if header.hasMagic {
      summary.understood += min(ChunkHeader.size, chunk.byteCount)
    } else {
      let length = UInt64(min(ChunkHeader.size, chunk.byteCount))
      summary.skips.append(Skip(.damaged, offset: offset, length: length, reason: "a chunk without its magic number"))
    }
    let end = records(chunk, offset, header, &summary, visit)
    rest(of: chunk, from: end, offset, header, carving, &summary, visit)
    return summary
  }

  // MARK: The chunk

  private static func hasRecord(_ chunk: RawSpan) -> Bool { plausibleLength(chunk, at: ChunkHeader.size) != nil }

  /// The length of the record at `at` if the bytes there look like one: magic, a length that fits, the same at its end.
  private static func plausibleLength(_ chunk: RawSpan, at: Int) -> Int? {
    guard chunk.uint32(at: at) == RecordHeader.magic, let length = chunk.uint32(at: at &+ 4).map(Int.init),
      length >= RecordHeader.smallest, chunk.byteCount &- at >= length,
      chunk.uint32(at: at &+ length &- 4).map(Int.init) == length
    else { return nil }
    return length
  }

  private func account(forUnused chunk: RawSpan, _ offset: UInt64, _ summary: inout ChunkSummary) {
    if chunk.isAllZero {
      summary.understood += chunk.byteCount
    } else {
      summary.skips.append(
        Skip(
          .damaged, offset: offset, length: UInt64(chunk.byteCount),
          reason: "neither a chunk's magic number nor a record where the first one stands"))
    }
  }

  /// Reads records up to the free space; where one is damaged, goes on at the next.
  ///
  /// Returns where it ended.
  private mutating func records(
    _ chunk: RawSpan, _ offset: UInt64, _ header: ChunkHeader, _ summary: inout ChunkSummary,
    _ visit: (RecordHead, Shape, borrowing Row) -> Void
  ) -> Int {
    var at = min(ChunkHeader.size, chunk.byteCount)
    let end = header.freeSpaceOffset
    while at < end {
      guard let head = RecordHeader(chunk, at: at) else {
        if !header.hasFreeSpaceOffset, chunk.extracting(at..<end).isAllZero { return at }
        let next = Self.nextRecord(chunk, after: at, before: end) ?? end
        summary.skips.append(damage(at, next, offset, RecordHeader.problem(chunk, at: at)))
        at = next
        continue
      }
      if !head.hasSameLengthAtEnd(chunk), let next = Self.nextRecord(chunk, after: at, before: head.start + head.length)
      {
        summary.skips.append(damage(at, next, offset, "record \(head.number): its two lengths differ"))
        at = next
        continue
      }
      do throws(BinaryXMLError) {
        try record(chunk, head, offset, visit)
        summary.recordCount += 1
        summary.understood += head.length
      } catch {
        summary.skips.append(
          damage(
            at, at + head.length, offset, "record \(head.number): at byte \(error.offset) of its chunk, \(error.reason)"
          ))
      }
      at += head.length
    }
    return min(max(at, end), chunk.byteCount)
  }

  private func damage(_ start: Int, _ end: Int, _ offset: UInt64, _ reason: String) -> Skip {
    Skip(.damaged, offset: offset + UInt64(start), length: UInt64(end - start), reason: reason)
  }

  private static func nextRecord(_ chunk: RawSpan, after start: Int, before end: Int) -> Int? {
    var at = start &+ 1
    while at &+ RecordHeader.smallest <= end {
      if chunk.uint32(at: at) == RecordHeader.magic, plausibleLength(chunk, at: at) != nil { return at }
      at &+= 1
    }
    return nil
  }

  /// Accounts for the space behind the records, and looks for older records in it when carving.
  private mutating func rest(
    of chunk: RawSpan, from start: Int, _ offset: UInt64, _ header: ChunkHeader, _ carving: Bool,
    _ summary: inout ChunkSummary, _ visit: (RecordHead, Shape, borrowing Row) -> Void
  ) {
    summary.understood += chunk.byteCount - start
    guard carving else { return }
    var at = start - 1
    while let next = Self.nextRecord(chunk, after: at, before: chunk.byteCount) {
      at = next
      guard let head = RecordHeader(chunk, at: next) else { continue }
      do throws(BinaryXMLError) {
        try record(chunk, head, offset, visit)
        summary.carvedCount += 1
        at = next + head.length - 1
      } catch {
        continue
      }
    }
  }

  // MARK: One record

  private mutating func record(
    _ chunk: RawSpan, _ head: RecordHeader, _ offset: UInt64, _ visit: (RecordHead, Shape, borrowing Row) -> Void
  ) throws(BinaryXMLError) {
    slots.removeAll()
    key.removeAll()
    try fragment(chunk, from: head.start + RecordHeader.size, to: head.end, parent: -1, depth: 0)
    guard !key.isEmpty else {
      throw BinaryXMLError(offset: head.start + RecordHeader.size, reason: "the record holds no element")
    }
    let shape = cache.shape(key: key)
    let cost = shape.cost(slots, recordLength: head.length)
    budget -= min(cost, BinaryXMLLimit.recordBytes)
    guard cost <= BinaryXMLLimit.recordBytes, budget >= 0 else {
      throw BinaryXMLError(
        offset: head.start, reason: "more elements or text than a record, or all records of a chunk, may make")
    }
    let row = Row(bytes: chunk, slots: slots.span)
    let ticks = Self.ticks(shape, row) ?? head.ticks
    visit(
      RecordHead(
        offset: offset + UInt64(head.start), length: UInt32(head.length), number: head.number, isLine: false,
        ticks: ticks),
      shape, row)
  }

  private static func ticks(_ shape: Shape, _ row: borrowing Row) -> Int64? {
    guard shape.timeSlot >= 0, shape.timeSlot < row.slots.count else { return nil }
    let kind = row.slots[shape.timeSlot].kind
    let bytes = row.bytes(ofSlot: shape.timeSlot)
    if kind == .fileTime {
      guard let value = bytes.uint64(at: 0), value != 0 else { return nil }
      return Timestamp(fileTime: value)?.ticks
    }
    guard kind == .utf16 else { return nil }
    var text = ByteBuffer(capacity: 64)
    text.append(utf16: bytes.extracting(0..<min(bytes.byteCount, 80)))
    return Timestamp(text.text)?.ticks
  }

  /// Reads the binary XML at `start`: template instances, and elements that stand without one.
  private mutating func fragment(
    _ chunk: RawSpan, from start: Int, to end: Int, parent: Int, depth: Int
  ) throws(BinaryXMLError) {
    var at = start
    while at < end, let token = chunk.uint8(at: at) {
      switch token & ~Token.hasMore {
      case Token.fragmentHeader: at &+= 4
      case Token.templateInstance:
        at = try instance(chunk, at: at, end: end, parent: parent, depth: depth)
      case Token.startElement:
        at = try bareElements(chunk, from: at, to: end, parent: parent)
      default: return
      }
    }
  }

  /// 0C, one byte, identifier, offset of the definition; the definition if it stands here; then the values.
  private mutating func instance(
    _ chunk: RawSpan, at start: Int, end: Int, parent: Int, depth: Int
  ) throws(BinaryXMLError) -> Int {
    guard depth < BinaryXMLLimit.nesting else {
      throw BinaryXMLError(offset: start, reason: "templates nest deeper than \(BinaryXMLLimit.nesting)")
    }
    guard let identifier = chunk.uint32(at: start &+ 2), let offset = chunk.uint32(at: start &+ 6), end &- start >= 10
    else {
      throw BinaryXMLError(offset: start, reason: "the bytes end inside a template instance")
    }
    // A definition carries its identifier as the first four bytes of its GUID: other bytes there were written over it.
    guard Int(offset) == start &+ 10 || chunk.uint32(at: Int(offset) &+ 4) == identifier else {
      throw BinaryXMLError(offset: start, reason: "the template definition at \(offset) is another one")
    }
    var at = start &+ 10
    let template = try definition(chunk, at: Int(offset))
    if Int(offset) == at {
      // The definition was checked: its size field lies inside the chunk.
      at &+= 24 &+ Int(chunk.uint32(at: at &+ 20) ?? 0)
    }
    return try values(chunk, at: at, end: end, template: template, parent: parent, depth: depth)
  }

  /// The template defined at `offset`: next u32, GUID, size u32, binary XML.
  private mutating func definition(_ chunk: RawSpan, at offset: Int) throws(BinaryXMLError) -> Int {
    for known in definitions where known.offset == UInt32(truncatingIfNeeded: offset) { return Int(known.template) }
    guard let size = chunk.uint32(at: offset &+ 20), chunk.byteCount &- offset &- 24 >= Int(size) else {
      throw BinaryXMLError(offset: offset, reason: "a template definition that reaches past its chunk")
    }
    let start = offset &+ 24
    let number = try canonicalTemplate(chunk, from: start, to: start &+ Int(size), hasDependencyIDs: true).template
    definitions.append((UInt32(truncatingIfNeeded: offset), Int32(number)))
    return number
  }

  private mutating func canonicalTemplate(
    _ chunk: RawSpan, from start: Int, to end: Int, hasDependencyIDs: Bool
  ) throws(BinaryXMLError) -> (template: Int, end: Int) {
    canonical.removeAll()
    var writer = CanonicalWriter(
      chunk: chunk, start: start, end: end, hasDependencyIDs: hasDependencyIDs,
      limit: min(BinaryXMLLimit.templateBytes, max(0, budget)))
    defer { budget -= canonical.count }
    try writer.writeFragment(to: &canonical)
    return (cache.template(canonical: canonical, slotCount: writer.slotCount), writer.position)
  }

  /// Elements that stand in a record or a value without a template.
  ///
  /// Inside values they may lack dependency identifiers.
  private mutating func bareElements(
    _ chunk: RawSpan, from start: Int, to end: Int, parent: Int
  ) throws(BinaryXMLError) -> Int {
    var read: (template: Int, end: Int)
    do throws(BinaryXMLError) {
      read = try canonicalTemplate(chunk, from: start, to: end, hasDependencyIDs: parent < 0)
    } catch {
      read = try canonicalTemplate(chunk, from: start, to: end, hasDependencyIDs: parent >= 0)
    }
    addPart(read.template, parent: parent, firstSlot: slots.count, slotCount: 0)
    return read.end
  }

  private mutating func addPart(_ template: Int, parent: Int, firstSlot: Int, slotCount: Int) {
    key.append(UInt32(truncatingIfNeeded: template))
    key.append(UInt32(truncatingIfNeeded: parent &+ 1))
    key.append(UInt32(truncatingIfNeeded: firstSlot))
    key.append(UInt32(truncatingIfNeeded: slotCount))
  }

  /// The kind of a value's type.
  ///
  /// Windows has no types 0x40 and 0x41, which stand for UTF-8 in other formats here: such a value stays unknown.
  @inline(__always)
  private static func kind(_ type: UInt8) -> ValueKind {
    ValueKind(rawValue: type & 0x7E == ValueKind.utf8.rawValue ? type ^ 0x7F : type)
  }

  /// Count u32; for each value size u16, type u8, one byte; then the values.
  private mutating func values(
    _ chunk: RawSpan, at start: Int, end: Int, template: Int, parent: Int, depth: Int
  ) throws(BinaryXMLError) -> Int {
    guard let count = chunk.uint32(at: start).map(Int.init), count <= BinaryXMLLimit.slots,
      end &- start &- 4 >= count &* 4
    else { throw BinaryXMLError(offset: start, reason: "a count of values that reaches past its record") }
    let firstSlot = slots.count
    guard firstSlot &+ count <= BinaryXMLLimit.slots else {
      throw BinaryXMLError(offset: start, reason: "more than \(BinaryXMLLimit.slots) values in one record")
    }
    addPart(template, parent: parent, firstSlot: firstSlot, slotCount: count)
    var at = start &+ 4 &+ count &* 4
    var nested = 0
    for number in 0..<count {
      let descriptor = chunk.uint32(at: start &+ 4 &+ number &* 4) ?? 0
      let size = Int(descriptor & 0xFFFF)
      let kind = Self.kind(UInt8(truncatingIfNeeded: descriptor >> 16))
      guard end &- at >= size else {
        throw BinaryXMLError(offset: at, reason: "value \(number) of \(size) bytes reaches past its record")
      }
      if kind == .binaryXML, size > 0 { nested &+= 1 }
      slots.append(Slot(offset: UInt32(truncatingIfNeeded: at), length: UInt32(truncatingIfNeeded: size), kind: kind))
      at &+= size
    }
    if nested > 0 { try nestedFragments(chunk, firstSlot, count, nested, depth) }
    return at
  }

  private mutating func nestedFragments(
    _ chunk: RawSpan, _ firstSlot: Int, _ count: Int, _ nested: Int, _ depth: Int
  ) throws(BinaryXMLError) {
    var left = nested
    for number in firstSlot..<firstSlot &+ count where slots[number].kind == .binaryXML && slots[number].length > 0 {
      let start = Int(slots[number].offset)
      try fragment(chunk, from: start, to: start &+ Int(slots[number].length), parent: number, depth: depth &+ 1)
      left &-= 1
      if left == 0 { return }
    }
  }
}
