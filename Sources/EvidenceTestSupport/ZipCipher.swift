/// The traditional encryption of zip, which breaks easily and is met often.
///
/// Source: PKWARE APPNOTE.TXT 6.3.10, section 6.1.
public struct ZipCipher: Sendable {
  private var keys: (UInt32, UInt32, UInt32) = (0x1234_5678, 0x2345_6789, 0x3456_7890)

  public init(password: [UInt8]) {
    for byte in password { update(byte) }
  }

  /// The byte that decides for a reader whether a password seems to fit: the last of the twelve before the content.
  public static func checkByte(of header: [UInt8], password: String) -> UInt8? {
    var cipher = ZipCipher(password: Array(password.utf8))
    return cipher.decrypt(Array(header.prefix(12))).last
  }

  public mutating func encrypt(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { byte in
      defer { update(byte) }
      return byte ^ mask
    }
  }

  public mutating func decrypt(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { byte in
      let plain = byte ^ mask
      update(plain)
      return plain
    }
  }

  private var mask: UInt8 {
    let word = UInt16(truncatingIfNeeded: keys.2) | 2
    return UInt8(truncatingIfNeeded: (word &* (word ^ 1)) >> 8)
  }

  private mutating func update(_ byte: UInt8) {
    keys.0 = Self.step(keys.0, byte)
    keys.1 = (keys.1 &+ (keys.0 & 0xFF)) &* 134_775_813 &+ 1
    keys.2 = Self.step(keys.2, UInt8(keys.1 >> 24))
  }

  private static func step(_ sum: UInt32, _ byte: UInt8) -> UInt32 {
    var sum = sum ^ UInt32(byte)
    for _ in 0..<8 { sum = sum & 1 == 1 ? 0xEDB8_8320 ^ (sum >> 1) : sum >> 1 }
    return sum
  }
}
