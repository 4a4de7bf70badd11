import Bytes
import Testing

/// Line ends found by words and masks, against a look at each byte.
@Suite struct LineTests {
  @Test(arguments: 0..<300 as Range<UInt64>) func placesAreThoseOfAPlainLook(seed: UInt64) {
    var random = Seeded(seed)
    let alphabet: [UInt8] =
      seed % 3 == 0 ? [0, 0x0A, 0x0D] : [0, 0x01, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x61, 0x80, 0x8A, 0x8D]
    let bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
      Bool.random(using: &random) ? 0x62 : alphabet.randomElement(using: &random) ?? 0
    }
    let span = unsafe bytes.span.bytes
    for start in 0...bytes.count {
      #expect(span.endOfLine(from: start) == first(bytes, start, [0x0A, 0x0D]))
      #expect(span.endOfLineOrText(from: start) == first(bytes, start, [0, 0x0A, 0x0D]))
    }
    var ends = 0
    for (at, byte) in bytes.enumerated() {
      if byte == 0x0D || byte == 0x0A && (at == 0 || bytes[at - 1] != 0x0D) { ends += 1 }
    }
    #expect(span.lineEndCount == ends)
  }

  private func first(_ bytes: [UInt8], _ start: Int, _ wanted: Set<UInt8>) -> Int {
    bytes[start...].firstIndex(where: wanted.contains) ?? bytes.count
  }

  @Test func aPairOverTheBorderOfAMaskIsOneEnd() {
    for count in 60..<70 {
      let bytes = Array(repeating: UInt8(0x61), count: count) + [0x0D, 0x0A, 0x61, 0x0A]
      #expect(unsafe bytes.span.bytes.lineEndCount == 2)
    }
  }
}
