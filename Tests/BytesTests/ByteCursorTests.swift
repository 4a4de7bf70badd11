import Bytes
import Testing

/// Every read is checked against the bytes that are there.
@Suite struct ByteCursorTests {
  private static let bytes: [UInt8] = {
    var random = Seeded(1)
    return random.bytes(40)
  }()

  private func little(_ at: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(Self.bytes[at + $1]) << UInt64(8 * $1) }
  }

  @Test func integersAreLittleEndianAtEveryPlace() throws {
    for at in 0..<Self.bytes.count {
      var cursor = ByteCursor(Self.bytes.rawSpan, at: at)
      #expect(try cursor.uint8() == UInt8(little(at, 1)) && cursor.position == at + 1)
      guard at + 8 <= Self.bytes.count else { continue }
      cursor.position = at
      #expect(try cursor.uint16() == UInt16(little(at, 2)) && cursor.position == at + 2)
      cursor.position = at
      #expect(try cursor.uint32() == UInt32(little(at, 4)) && cursor.position == at + 4)
      cursor.position = at
      #expect(try cursor.uint64() == little(at, 8) && cursor.position == at + 8)
    }
  }

  @Test func readBeyondTheEndThrowsAndMovesNothing() {
    for at in 0...Self.bytes.count + 2 {
      var cursor = ByteCursor(Self.bytes.rawSpan, at: at)
      let left = Self.bytes.count - at
      func failure(_ body: (inout ByteCursor) throws(Truncated) -> Void) -> Truncated? {
        do throws(Truncated) { try body(&cursor) } catch {
          #expect(cursor.position == at)
          return error
        }
        cursor.position = at
        return nil
      }
      func expected(_ needed: Int) -> Truncated? { left >= needed ? nil : Truncated(offset: at, needed: needed) }
      #expect(failure { cursor throws(Truncated) in _ = try cursor.uint8() } == expected(1))
      #expect(failure { cursor throws(Truncated) in _ = try cursor.uint16() } == expected(2))
      #expect(failure { cursor throws(Truncated) in _ = try cursor.uint32() } == expected(4))
      #expect(failure { cursor throws(Truncated) in _ = try cursor.uint64() } == expected(8))
      #expect(failure { cursor throws(Truncated) in try cursor.skip(5) } == expected(5))
      #expect(failure { cursor throws(Truncated) in _ = try cursor.take(7) } == expected(7))
      #expect(cursor.isAtEnd == (left <= 0) && cursor.remaining == left)
    }
  }

  @Test(arguments: [-1, Int.min, Int.max, Int.max - 3]) func hostileCountsAndPlacesThrow(value: Int) {
    var cursor = ByteCursor(Self.bytes.rawSpan, at: 4)
    #expect(throws: Truncated(offset: 4, needed: value)) { try cursor.skip(value) }
    #expect(throws: Truncated(offset: 4, needed: value)) { _ = try cursor.take(value).byteCount }
    cursor.position = value
    #expect(throws: Truncated(offset: value, needed: 8)) { _ = try cursor.uint64() }
    let span = Self.bytes.rawSpan
    #expect(span.uint8(at: value) == nil && span.uint16(at: value) == nil)
    #expect(span.uint32(at: value) == nil && span.uint64(at: value) == nil)
    #expect(span.part(at: value, count: 1)?.byteCount == nil && span.part(at: 1, count: value)?.byteCount == nil)
    #expect(span.partOrEmpty(at: value, count: 1).byteCount == 0)
    #expect(span.partOrEmpty(at: 1, count: value).byteCount == 0)
  }

  @Test func partsAreThePartsOfTheArray() throws {
    for start in 0...Self.bytes.count {
      for count in [0, 1, 3, Self.bytes.count - start] where start + count <= Self.bytes.count {
        let expected = Array(Self.bytes[start..<start + count])
        #expect(Self.bytes.rawSpan.part(at: start, count: count)?.array == expected)
        #expect(Self.bytes.rawSpan.partOrEmpty(at: start, count: count).array == expected)
        var cursor = ByteCursor(Self.bytes.rawSpan, at: start)
        #expect(try cursor.take(count).array == expected)
      }
    }
  }
}
