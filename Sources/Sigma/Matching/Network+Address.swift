import Bytes
internal import Glibc

extension Network {
  /// The 128 bits of the address that a text is, IPv4 as ::ffff:a.b.c.d; nil where it is none.
  static func address(in text: RawSpan) -> (high: UInt64, low: UInt64)? {
    guard text.byteCount >= 2, text.byteCount <= 45 else { return nil }
    var isIPv6 = false
    for at in 0..<text.byteCount {
      switch text.uint8(at: at) ?? 0 {
      case UInt8(ascii: ":"): isIPv6 = true
      case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: "."): continue
      default: return nil
      }
    }
    return isIPv6 ? ipv6(text.text) : ipv4(text.text)
  }

  private static func ipv4(_ text: String) -> (high: UInt64, low: UInt64)? {
    var address = in_addr()
    // SAFETY: inet_pton reads a NUL-terminated text and writes the four bytes of `address`.
    guard unsafe inet_pton(AF_INET, text, &address) == 1 else { return nil }
    return (0, 0xFFFF_0000_0000 | UInt64(UInt32(bigEndian: address.s_addr)))
  }

  private static func ipv6(_ text: String) -> (high: UInt64, low: UInt64)? {
    var words: (UInt64, UInt64) = (0, 0)
    // SAFETY: inet_pton reads a NUL-terminated text and writes 16 bytes, the size of `words`.
    guard unsafe inet_pton(AF_INET6, text, &words) == 1 else { return nil }
    return (UInt64(bigEndian: words.0), UInt64(bigEndian: words.1))
  }

  /// Whether the address lies in the network.
  func contains(_ address: (high: UInt64, low: UInt64)) -> Bool {
    let highBits = min(64, prefixLength)
    let lowBits = max(0, prefixLength - 64)
    let highMask: UInt64 = highBits == 0 ? 0 : ~0 << UInt64(64 - highBits)
    let lowMask: UInt64 = lowBits == 0 ? 0 : ~0 << UInt64(64 - lowBits)
    return (address.high ^ high) & highMask == 0 && (address.low ^ low) & lowMask == 0
  }
}
