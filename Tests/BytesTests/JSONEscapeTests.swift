import Bytes
import Foundation
import Testing

/// Escaping eight bytes at a time gives what escaping one by one gives.
@Suite struct JSONEscapeTests {
  private static func plain(_ bytes: [UInt8]) -> [UInt8] {
    bytes.flatMap { byte -> [UInt8] in
      switch byte {
      case UInt8(ascii: "\""): Array(#"\""#.utf8)
      case UInt8(ascii: "\\"): Array(#"\\"#.utf8)
      case 0x09: Array(#"\t"#.utf8)
      case 0x0A: Array(#"\n"#.utf8)
      case 0x0D: Array(#"\r"#.utf8)
      case 0..<0x20, 0x7F: Array((byte < 16 ? #"\u000"# : #"\u00"#).utf8) + Array(String(byte, radix: 16).utf8)
      default: [byte]
      }
    }
  }

  private static func escaped(_ bytes: [UInt8], after head: [UInt8]) -> [UInt8] {
    var buffer = ByteBuffer(capacity: head.count + bytes.count)
    buffer.append(head)
    buffer.append(bytes)
    buffer.escapeJSON(from: head.count)
    return buffer.array
  }

  @Test func everyByteAtEveryPlaceOfAWord() {
    for byte in UInt8.min ... .max {
      for length in 1...18 {
        for place in 0..<length {
          var bytes = [UInt8](repeating: UInt8(ascii: "a"), count: length)
          bytes[place] = byte
          if Self.escaped(bytes, after: []) != Self.plain(bytes) {
            Issue.record("byte \(byte) at \(place) of \(length)")
          }
        }
      }
    }
  }

  @Test(arguments: 0..<8) func randomBytes(seed: UInt64) {
    var random = EscapeRandom(state: seed)
    let special: [UInt8] = [
      0, 9, 10, 13, 0x1F, 0x20, 0x21, 0x22, 0x23, 0x5B, 0x5C, 0x5D, 0x7E, 0x7F, 0x80, 0xA2, 0xDC, 0xFF,
    ]
    for round in 0..<2000 {
      let length = round < 200 ? round % 40 : Int.random(in: 0...200, using: &random)
      let bytes = (0..<length).map { _ -> UInt8 in
        let isSpecial = UInt64.random(in: 0..<8, using: &random) < seed
        return isSpecial
          ? special[Int.random(in: 0..<special.count, using: &random)] : UInt8.random(in: 0...255, using: &random)
      }
      // What stands before stays as it is.
      let head = [UInt8](repeating: UInt8(ascii: "\""), count: round % 11)
      if Self.escaped(bytes, after: head) != head + Self.plain(bytes) { Issue.record("seed \(seed): \(bytes)") }
    }
  }

  @Test(arguments: 0..<4) func aParserReadsTheTextBack(seed: UInt64) throws {
    var random = EscapeRandom(state: seed)
    let range: ClosedRange<UInt16> = seed == 0 ? 0...0x80 : seed == 1 ? 0xD700...0xE000 : 0...0xFFFF
    for _ in 0..<300 {
      let units = (0..<Int.random(in: 0...30, using: &random)).map { _ in UInt16.random(in: range, using: &random) }
      let stored = units.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
      let text = String(decoding: units, as: UTF16.self)
      var one = ByteBuffer()
      var other = ByteBuffer()
      var third = ByteBuffer()
      one.appendJSON(utf16: stored.rawSpan)
      other.appendJSON(utf8: Array(text.utf8).rawSpan)
      third.appendJSON(text)
      #expect(one.array == third.array && other.array == third.array, "\(units)")
      #expect(
        try JSONDecoder().decode(String.self, from: Data(one.array)).unicodeScalars.elementsEqual(text.unicodeScalars))
    }
  }

  @Test func bytesThatAreNoTextAreReplaced() throws {
    var random = EscapeRandom(state: 5)
    for _ in 0..<300 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
      var buffer = ByteBuffer()
      buffer.appendJSON(utf8: bytes.rawSpan)
      let text = try JSONDecoder().decode(String.self, from: Data(buffer.array))
      #expect(text.unicodeScalars.elementsEqual(String(decoding: bytes, as: UTF8.self).unicodeScalars), "\(bytes)")
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
private struct EscapeRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
