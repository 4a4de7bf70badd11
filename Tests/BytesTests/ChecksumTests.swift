import Bytes
import Testing

/// The checksum by table and by multiplication is the one by bits.
@Suite struct ChecksumTests {
  private func plain(_ bytes: some Sequence<UInt8>, continuing crc: UInt32 = 0) -> UInt32 {
    var sum = ~crc
    for byte in bytes {
      sum ^= UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    }
    return ~sum
  }

  /// The check value of the catalogue of parametrised CRC algorithms (Cook), CRC-32/ISO-HDLC.
  @Test func catalogueValue() {
    #expect(CRC32.checksum(Array("123456789".utf8).rawSpan) == 0xCBF4_3926)
    #expect(CRC32.checksum([UInt8]().rawSpan) == 0)
  }

  @Test func everyLengthAndAlignment() {
    var random = Seeded(2)
    let bytes = random.bytes(400)
    for count in 0...320 {
      for start in [0, 1, 7, 13] {
        let part = Array(bytes[start..<start + count])
        #expect(CRC32.checksum(bytes.rawSpan.partOrEmpty(at: start, count: count)) == plain(part))
      }
    }
  }

  @Test func continuedChecksumIsThatOfTheWhole() {
    var random = Seeded(3)
    for _ in 0..<200 {
      let bytes = random.bytes(Int(random.next() % 5000))
      let at = Int(random.next() % UInt64(bytes.count + 1))
      let first = CRC32.checksum(Array(bytes[..<at]).rawSpan)
      #expect(CRC32.checksum(Array(bytes[at...]).rawSpan, continuing: first) == plain(bytes))
    }
  }

  @Test func tableHashDependsOnEveryByteAndTheLength() {
    var random = Seeded(4)
    let bytes = random.bytes(30)
    func hash(_ bytes: [UInt8], seed: UInt64 = 5) -> UInt64 {
      var hash = TableHash(seed: seed)
      hash.combine(bytes.rawSpan)
      return hash.value
    }
    for count in 0...30 {
      let part = Array(bytes.prefix(count))
      #expect(hash(part) == hash(part) && hash(part) != hash(part, seed: 6))
      #expect(hash(part) != hash(part + [0]))
      for at in 0..<count {
        var other = part
        other[at] ^= 0x40
        #expect(hash(other) != hash(part))
      }
    }
  }
}
