/// Some matches of one finding, packed: about a dozen bytes a match.
///
/// Each match is seven variable-length numbers (LEB128), most of them differences to the match before: artifact,
/// offset, length, record or line number, flags, ticks. A block stands in evidence order and can be read alone.
struct MatchBlock {
  private(set) var bytes: [UInt8] = []
  private(set) var count = 0
  private(set) var first: StoredMatch?
  private(set) var last: StoredMatch?
  /// Whether the matches came in evidence order.
  private(set) var isSorted = true

  mutating func append(_ match: StoredMatch) {
    let before = last ?? StoredMatch.origin
    if let last, match.isBefore(last) { isSorted = false }
    put(signed: Int64(match.artifact) &- Int64(before.artifact))
    put(signed: Int64(bitPattern: match.offset &- before.offset))
    put(UInt64(match.length))
    put(signed: Int64(bitPattern: match.number &- before.number))
    put(UInt64(match.digits) << 2 | (match.isLine ? 2 : 0) | (match.ticks == StoredMatch.noTime ? 1 : 0))
    if match.ticks != StoredMatch.noTime { put(signed: match.ticks &- before.packedTicks) }
    count += 1
    if first == nil { first = match }
    last = match
  }

  /// The same matches in evidence order; equal places keep the order in which they came.
  func sorted(findingKey: Int) throws(MatchBlockDamaged) -> MatchBlock {
    guard !isSorted else { return self }
    let matches = try Self.matches(in: bytes, findingKey: findingKey)
    let order = matches.indices.sorted { one, other in
      matches[one].isBefore(matches[other]) || (!matches[other].isBefore(matches[one]) && one < other)
    }
    var block = MatchBlock()
    for at in order { block.append(matches[at]) }
    return block
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    (count, first, last, isSorted) = (0, nil, nil, true)
  }

  private mutating func put(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  /// Small differences of either sign become small numbers (zigzag: 0, -1, 1, -2 are 0, 1, 2, 3).
  private mutating func put(signed value: Int64) {
    put(UInt64(bitPattern: value << 1 ^ value >> 63))
  }
}

/// The bytes of a block are not what was written.
struct MatchBlockDamaged: Error {}

extension MatchBlock {
  static func matches(in bytes: [UInt8], findingKey: Int) throws(MatchBlockDamaged) -> [StoredMatch] {
    var reader = Reader(bytes: bytes)
    var result: [StoredMatch] = []
    var before = StoredMatch.origin
    before.findingKey = findingKey
    while !reader.isAtEnd {
      before = try reader.match(after: before)
      result.append(before)
    }
    return result
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func match(after before: StoredMatch) throws(MatchBlockDamaged) -> StoredMatch {
      var match = before
      match.artifact = Int(truncatingIfNeeded: Int64(before.artifact) &+ (try signed()))
      match.offset = before.offset &+ UInt64(bitPattern: try signed())
      match.length = UInt32(truncatingIfNeeded: try number())
      match.number = before.number &+ UInt64(bitPattern: try signed())
      let flags = try number()
      match.digits = UInt8(truncatingIfNeeded: flags >> 2 & 7)
      match.isLine = flags & 2 != 0
      match.ticks = flags & 1 != 0 ? StoredMatch.noTime : before.packedTicks &+ (try signed())
      return match
    }

    mutating func number() throws(MatchBlockDamaged) -> UInt64 {
      var value: UInt64 = 0
      for step in 0..<10 {
        guard position < bytes.count else { throw MatchBlockDamaged() }
        let byte = bytes[position]
        position += 1
        value |= UInt64(byte & 0x7F) << UInt64(7 * step)
        if byte < 0x80 { return value }
      }
      throw MatchBlockDamaged()
    }

    mutating func signed() throws(MatchBlockDamaged) -> Int64 {
      let value = try number()
      return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }
  }
}

extension StoredMatch {
  /// What the first match of a block is compared with.
  fileprivate static let origin = StoredMatch(
    findingKey: 0, artifact: 0, offset: 0, length: 0, number: 0, isLine: false, ticks: 0)

  fileprivate var packedTicks: Int64 { ticks == Self.noTime ? 0 : ticks }
}
