import Bytes
import Testing

/// Text into buffers: what the fast paths write is what Swift's own decoders write.
@Suite struct TextTests {
  private func little(_ units: [UInt16]) -> [UInt8] { units.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }

  private func folded(_ text: String) -> [UInt8] { LetterCase.folded(text) }

  @Test func utf16WithLoneSurrogates() {
    var random = Seeded(20)
    for _ in 0..<2000 {
      let units = (0..<Int(random.next() % 40)).map { _ -> UInt16 in
        switch random.next() % 8 {
        case 0: UInt16(0xD800 + random.next() % 0x400)
        case 1: UInt16(0xDC00 + random.next() % 0x400)
        case 2: UInt16(truncatingIfNeeded: random.next())
        case 3: UInt16(0x80 + random.next() % 0x700)
        default: UInt16(random.next() % 0x80)
        }
      }
      let text = String(decoding: units, as: UTF16.self)
      #expect(ByteBuffer.made { $0.append(utf16: little(units).rawSpan) } == Array(text.utf8))
      #expect(ByteBuffer.made { $0.append(utf16: (little(units) + [0x41]).rawSpan) } == Array(text.utf8))
      #expect(ByteBuffer.made { $0.appendFolded(utf16: little(units).rawSpan) } == folded(text))
    }
  }

  @Test func asciiRunsOfEveryLengthAndPlace() {
    for count in 0..<40 {
      let letters = (0..<count).map { UInt16(0x41 + $0 % 58) }
      for at in 0...count {
        var units = letters
        units.insert(0xC4, at: at)
        let text = String(decoding: units, as: UTF16.self)
        #expect(ByteBuffer.made { $0.append(utf16: little(units).rawSpan) } == Array(text.utf8))
        #expect(ByteBuffer.made { $0.appendFolded(utf16: little(units).rawSpan) } == folded(text))
        #expect(ByteBuffer.made { $0.appendFolded(utf8: Array(text.utf8).rawSpan) } == folded(text))
      }
    }
  }

  @Test func foldingOfUTF8KeepsWhatIsNone() {
    var random = Seeded(21)
    for _ in 0..<1000 {
      let text = random.text(Int(random.next() % 30))
      #expect(ByteBuffer.made { $0.appendFolded(utf8: Array(text.utf8).rawSpan) } == folded(text))
    }
    for bytes: [UInt8] in [
      [0x80], [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80],
      [0xFF],
      [0xE0, 0x80, 0x80],
    ] {
      let given = Array("A".utf8) + bytes + Array("B".utf8)
      #expect(ByteBuffer.made { $0.appendFolded(utf8: given.rawSpan) } == Array("a".utf8) + bytes + Array("b".utf8))
    }
  }

  /// Folding twice is folding once, and both cases of each letter of ASCII and Latin-1 meet.
  @Test func foldingIsStable() {
    for value in 0..<UInt32(0x3000) { #expect(LetterCase.folded(LetterCase.folded(value)) == LetterCase.folded(value)) }
    for (upper, lower) in [("A", "a"), ("Z", "z"), ("Ä", "ä"), ("Ω", "ω"), ("Я", "я"), ("\u{10400}", "\u{10428}")] {
      #expect(folded(upper) == folded(lower))
    }
    #expect(folded("ſ") == folded("S"))
    #expect(folded("[`{@") == Array("[`{@".utf8))
    #expect(folded("İ") == Array("İ".utf8))
  }

  /// Source: the Unicode Consortium's table CP1252.TXT.
  @Test func windows1252EndsAtItsNUL() {
    let bytes: [UInt8] = [0x41, 0xC4, 0x80, 0x93, 0x9F, 0x81, 0xFF, 0x00, 0x42]
    #expect(String(decoding: ByteBuffer.made { $0.append(ansi: bytes.rawSpan) }, as: UTF8.self) == "AÄ€“Ÿ\u{81}ÿ")
    #expect(
      String(decoding: ByteBuffer.made { $0.append(ansi: bytes.rawSpan, folded: true) }, as: UTF8.self)
        == "aä€“ÿ\u{81}ÿ")
  }

  @Test func scalarsThatAreNoneBecomeReplacements() {
    for (value, text) in [
      (0x41 as UInt32, "A"), (0x7FF, "\u{7FF}"), (0x800, "\u{800}"), (0xFFFF, "\u{FFFF}"), (0x10FFFF, "\u{10FFFF}"),
      (0xD800, "\u{FFFD}"), (0xDFFF, "\u{FFFD}"), (0x110000, "\u{FFFD}"), (.max, "\u{FFFD}"),
    ] {
      #expect(ByteBuffer.made { $0.append(scalar: value) } == Array(text.utf8))
    }
  }

  @Test func numbers() {
    var random = Seeded(22)
    let edges: [UInt64] = [0, 1, 9, 10, 99, 100, 0xFFFF_FFFF, .max, .max - 1, 1 << 63, 10_000_000_000_000_000_000]
    for value in edges + (0..<500).map({ _ in random.next() >> (random.next() % 64) }) {
      #expect(ByteBuffer.made { $0.append(decimal: value) } == Array(String(value).utf8))
      #expect(ByteBuffer.made { $0.append(hex: value) } == Array(String(value, radix: 16).utf8))
      let upper = Array(String(value, radix: 16, uppercase: true).utf8)
      #expect(ByteBuffer.made { $0.append(hex: value, uppercase: true) } == upper)
      let signed = Int64(bitPattern: value)
      #expect(ByteBuffer.made { $0.append(decimal: signed) } == Array(String(signed).utf8))
      for width in [1, 2, 7, 19] {
        let digits = String(value)
        let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
        #expect(ByteBuffer.made { $0.append(decimal: value, width: width) } == Array(padded.utf8))
      }
    }
    #expect(ByteBuffer.made { $0.append(hexOf: [0x00, 0xAB, 0x0F].rawSpan) } == Array("00ab0f".utf8))
  }

  /// Any run of operations leaves what an array would hold.
  @Test func bufferGrowsLikeAnArray() {
    var random = Seeded(23)
    var buffer = ByteBuffer(capacity: 0)
    var model: [UInt8] = []
    for _ in 0..<5000 {
      switch random.next() % 7 {
      case 0:
        let byte = UInt8(truncatingIfNeeded: random.next())
        buffer.append(byte)
        model.append(byte)
      case 1, 2:
        let bytes = random.bytes(Int(random.next() % 300))
        buffer.append(bytes)
        model += bytes
      case 3:
        let text = random.text(Int(random.next() % 20))
        buffer.append(text)
        model += Array(text.utf8)
      case 4:
        buffer.append("static")
        model += Array("static".utf8)
      case 5:
        let count = Int(random.next() % UInt64(model.count + 1))
        buffer.truncate(to: count)
        model = Array(model.prefix(count))
      default: buffer.reserve(Int(random.next() % 5000))
      }
      if random.next() % 500 == 0 {
        buffer.removeAll()
        model = []
      }
      #expect(buffer.count == model.count)
    }
    #expect(buffer.array == model)
    #expect(buffer.bytes.array == model)
  }
}
