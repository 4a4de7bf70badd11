/// IPv4 and IPv6 addresses as text (RFC 4291, section 2.2; IPv4 as four decimal numbers without leading zeros).
enum IPAddressText {
  /// The 128 bits of an address in any spelling, IPv4 as ::ffff:a.b.c.d; nil where the text is none.
  ///
  /// A zone (`fe80::1%4`) is left out of account.
  static func parse(_ text: some Collection<UInt8>) -> (high: UInt64, low: UInt64)? {
    let address = text.prefix { $0 != UInt8(ascii: "%") }
    guard address.count <= 45 else { return nil }
    if address.contains(UInt8(ascii: ":")) { return parse6(Array(address)) }
    guard address.count == text.count, let four = parse4(Array(address)[...]) else { return nil }
    return (0, 0xFFFF << 32 | UInt64(four))
  }

  static func parse4(_ text: ArraySlice<UInt8>) -> UInt32? {
    let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var value: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.count), part.count == 1 || part.first != UInt8(ascii: "0") else { return nil }
      var number: UInt32 = 0
      for byte in part {
        guard byte &- 0x30 < 10 else { return nil }
        number = number * 10 + UInt32(byte &- 0x30)
      }
      guard number < 256 else { return nil }
      value = value << 8 | number
    }
    return value
  }

  private static func parse6(_ text: [UInt8]) -> (high: UInt64, low: UInt64)? {
    guard let gap = gap(in: text) else { return words(text[...]).flatMap { $0.count == 8 ? joined($0) : nil } }
    guard let before = words(text[..<gap]), let after = words(text[(gap + 2)...]), before.count + after.count < 8
    else { return nil }
    return joined(before + Array(repeating: 0, count: 8 - before.count - after.count) + after)
  }

  /// Where `::` stands; nil where there is none.
  private static func gap(in text: [UInt8]) -> Int? {
    text.indices.dropLast().first { text[$0] == UInt8(ascii: ":") && text[$0 + 1] == UInt8(ascii: ":") }
  }

  /// The 16-bit words between colons, the last two perhaps as IPv4; nil where a part is neither.
  private static func words(_ text: ArraySlice<UInt8>) -> [UInt16]? {
    if text.isEmpty { return [] }
    let parts = text.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    var words: [UInt16] = []
    for (index, part) in parts.enumerated() {
      if index == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard let four = parse4(part) else { return nil }
        words += [UInt16(four >> 16), UInt16(four & 0xFFFF)]
      } else {
        guard (1...4).contains(part.count), let word = hex(part) else { return nil }
        words.append(word)
      }
    }
    return words
  }

  private static func hex(_ digits: ArraySlice<UInt8>) -> UInt16? {
    var value: UInt16 = 0
    for byte in digits {
      switch byte {
      case 0x30...0x39: value = value << 4 | UInt16(byte - 0x30)
      case 0x41...0x46: value = value << 4 | UInt16(byte - 0x37)
      case 0x61...0x66: value = value << 4 | UInt16(byte - 0x57)
      default: return nil
      }
    }
    return value
  }

  private static func joined(_ words: [UInt16]) -> (high: UInt64, low: UInt64) {
    let halves = words.chunkedHalves.map { $0.reduce(UInt64(0)) { $0 << 16 | UInt64($1) } }
    return (halves[0], halves[1])
  }
}

extension [UInt16] {
  fileprivate var chunkedHalves: [ArraySlice<UInt16>] { [prefix(4), suffix(4)] }
}

extension Network {
  /// A network in CIDR notation, or a single address; nil where the text is neither.
  ///
  /// Bits beyond the prefix are cleared: `10.0.0.1/8` is `10.0.0.0/8`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, !first.contains("%"), let address = IPAddressText.parse(first.utf8) else {
      return nil
    }
    let isFour = !first.contains(":")
    var length = 128
    if parts.count == 2 {
      guard (1...3).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ $0 &- 0x30 < 10 }),
        let given = Int(parts[1]), given <= (isFour ? 32 : 128)
      else { return nil }
      length = isFour ? given + 96 : given
    }
    let highMask = length >= 64 ? UInt64.max : length == 0 ? 0 : UInt64.max << (64 - length)
    let lowMask = length <= 64 ? 0 : length == 128 ? UInt64.max : UInt64.max << (128 - length)
    self.init(high: address.high & highMask, low: address.low & lowMask, prefixLength: length)
  }
}
