import Bytes
import Testing

/// Searches that look at eight bytes at once find what a plain loop finds.
@Suite struct SearchTests {
  private func plainOffset(_ hay: [UInt8], _ needle: [UInt8], from start: Int) -> Int? {
    guard start >= 0, hay.count - start >= needle.count else { return nil }
    return (start...hay.count - needle.count).first { Array(hay[$0..<$0 + needle.count]) == needle }
  }

  @Test func bytesInBytes() {
    var random = Seeded(10)
    for _ in 0..<3000 {
      let hay = random.repetitive(Int(random.next() % 60))
      let needle = random.repetitive(Int(random.next() % 6))
      let start = Int(random.next() % 62)
      let expected = plainOffset(hay, needle, from: start)
      #expect(hay.rawSpan.offset(of: needle.rawSpan, from: start) == expected, "\(hay) \(needle) \(start)")
      #expect(hay.rawSpan.firstIndex(of: needle.rawSpan, from: start) == expected, "\(hay) \(needle) \(start)")
      #expect(hay.rawSpan.begins(with: needle.rawSpan) == hay.starts(with: needle))
      #expect(hay.rawSpan.ends(with: needle.rawSpan) == hay.reversed().starts(with: needle.reversed()))
    }
    #expect(hay().rawSpan.offset(of: hay().rawSpan, from: -1) == nil)
  }

  private func hay() -> [UInt8] { [1, 2, 3] }

  @Test func oneByte() {
    var random = Seeded(11)
    for _ in 0..<3000 {
      let bytes =
        random.next() % 2 == 0 ? random.repetitive(Int(random.next() % 40)) : random.bytes(Int(random.next() % 40))
      let byte = random.next() % 2 == 0 ? UInt8(random.next() % 3) : bytes.last ?? 0
      let start = Int(random.next() % 42)
      let span = bytes.rawSpan
      #expect(span.firstIndex(of: byte, from: start) == bytes.indices.dropFirst(start).first { bytes[$0] == byte })
      #expect(span.lastIndex(of: byte) == bytes.lastIndex(of: byte))
      #expect(span.lastIndex(of: byte, before: start) == bytes.prefix(start).lastIndex(of: byte))
      #expect(span.offset(afterLast: byte) == bytes.lastIndex(of: byte).map { $0 + 1 })
      #expect(span.count(of: byte) == bytes.count { $0 == byte })
    }
  }

  private func same(_ bytes: [UInt8], _ other: [UInt8]) -> Bool { bytes.rawSpan.hasSameBytes(as: other.rawSpan) }

  private func isZero(_ bytes: [UInt8]) -> Bool { bytes.rawSpan.isAllZero }

  private func isASCII(_ bytes: [UInt8]) -> Bool { bytes.rawSpan.isASCII }

  @Test func comparisonsSeeEveryByte() {
    var random = Seeded(12)
    for count in 0..<40 {
      let bytes = random.bytes(count)
      #expect(same(bytes, Array(bytes)))
      #expect(!same(bytes, bytes + [0]))
      #expect(isZero([UInt8](repeating: 0, count: count)))
      #expect(isASCII([UInt8](repeating: 0x7F, count: count)))
      for at in 0..<count {
        var other = bytes, zeros = [UInt8](repeating: 0, count: count)
        other[at] ^= 1
        #expect(!same(bytes, other))
        zeros[at] = 0x80
        #expect(!isZero(zeros) && !isASCII(zeros))
      }
    }
  }

  @Test func endOfPlainJSONText() {
    var random = Seeded(13)
    let alphabet: [UInt8] = [0x20, 0x61, 0x7F, 0x80, 0xFF, 0x22, 0x5C, 0x00, 0x1F]
    for _ in 0..<3000 {
      let bytes = (0..<Int(random.next() % 30)).map { _ in
        alphabet[Int(random.next() % (random.next() % 4 == 0 ? 9 : 5))]
      }
      let start = Int(random.next() % 31)
      let expected = bytes.indices.dropFirst(start).first { bytes[$0] < 0x20 || bytes[$0] == 0x22 || bytes[$0] == 0x5C }
      #expect(bytes.rawSpan.endOfPlainJSONText(from: start) == expected ?? bytes.count)
    }
  }

  @Test func elementBufferIsAnArray() {
    var random = Seeded(14)
    var buffer = ElementBuffer<UInt32>(capacity: 0)
    var model: [UInt32] = []
    for _ in 0..<5000 {
      let value = UInt32(truncatingIfNeeded: random.next())
      switch random.next() % 8 {
      case 0:
        buffer.truncate(to: model.count / 2)
        model = Array(model.prefix(model.count / 2))
      case 1:
        buffer.refill(value, count: Int(value % 70))
        model = Array(repeating: value, count: Int(value % 70))
      case 2 where !model.isEmpty:
        let at = Int(value) % model.count
        buffer[at] = value
        model[at] = value
      case 3 where value % 50 == 0:
        buffer.removeAll()
        model = []
      default:
        buffer.append(contentsOf: [value, value &+ 1])
        model += [value, value &+ 1]
      }
      let same = buffer.count == model.count && model.indices.allSatisfy { buffer[$0] == model[$0] }
      #expect(same && buffer.isEmpty == model.isEmpty)
    }
    let span = buffer.span
    let all = span.indices.map { span[$0] }
    #expect(all == model)
  }

  @Test func frozenArrayIsTheArray() {
    let numbers = FrozenArray([3, 1, 4, 1, 5])
    #expect((0..<numbers.count).map { numbers[$0] } == [3, 1, 4, 1, 5])
    #expect(FrozenArray([Int]()).count == 0)
  }
}
