internal import Sigma

/// How the addresses of a network begin as text, and networks that say nothing.
enum NetworkWords {
  /// `192.0.2.1:443` is the address, `[2001:db8::1]:443` too; what has no port is left as it is.
  static func withoutPort(_ value: String) -> String {
    if value.hasPrefix("["), let end = value.firstIndex(of: "]") {
      return String(value[value.index(after: value.startIndex)..<end])
    }
    let parts = value.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].contains("."), UInt16(parts[1]) != nil else { return value }
    return String(parts[0])
  }

  static func isFour(_ network: Network) -> Bool {
    network.high == 0 && network.low >> 32 == 0xFFFF && network.prefixLength >= 96
  }

  /// Why nobody can be told by it, in one lower-case clause; nil where it can be used.
  static func refusal(of network: Network) -> String? {
    if isFour(network) {
      if network.prefixLength < 104 { return "a network larger than /8" }
      let address = UInt32(truncatingIfNeeded: network.low)
      let found = reservedFour.first { address & ~(UInt32.max >> UInt32($0.length)) == $0.address }
      return found.map { "\($0.what): every server has such" }
    }
    if network.high == 0, network.low <= 1 { return "loopback or no address: every server has such" }
    if network.high >> 54 == 0x3FA { return "a link-local network: every server has such" }
    if network.high >> 57 == 0x7E { return "a private network: every server has such" }
    if network.high >> 56 == 0xFF { return "multicast: every server has such" }
    if network.prefixLength < 16 { return "a network larger than /16" }
    return network.high >> 48 == 0 ? "an IPv6 network that begins with zeros" : nil
  }

  /// IANA's special-purpose registry (RFC 6890), without the documentation ranges.
  private static let reservedFour: [(address: UInt32, length: Int, what: String)] = [
    (0x0000_0000, 8, "no address"), (0x0A00_0000, 8, "a private network"), (0x7F00_0000, 8, "loopback"),
    (0xA9FE_0000, 16, "a link-local network"), (0xAC10_0000, 12, "a private network"),
    (0xC0A8_0000, 16, "a private network"), (0xE000_0000, 4, "multicast"), (0xF000_0000, 4, "no address"),
  ]

  /// What the text of each address of the network begins with; empty where nothing tells.
  static func beginnings(of network: Network) -> [[UInt8]] {
    (isFour(network) ? four(network) : six(network)).map { Array($0.utf8) }
  }

  private static func four(_ network: Network) -> [String] {
    let address = UInt32(truncatingIfNeeded: network.low)
    let length = network.prefixLength - 96
    let octets = (0..<4).map { address >> UInt32(24 - 8 * $0) & 0xFF }
    if length == 32 { return [octets.map(String.init).joined(separator: ".")] }
    let whole = length / 8
    if whole >= 2 { return [octets[..<whole].map { "\($0)." }.joined()] }
    // `10.` alone stands everywhere: the second number is written out.
    let last = octets[1] | (0xFF >> UInt32(length % 8))
    return (octets[1]...last).map { "\(octets[0]).\($0)." }
  }

  /// An address in its three spellings; of a network the leading groups up to a zero, which may be left out in the
  /// text, each also with its leading zeros.
  private static func six(_ network: Network) -> [String] {
    let groups: [UInt16] = (0..<8).map { at in
      let half = at < 4 ? network.high : network.low
      return UInt16(truncatingIfNeeded: half >> UInt64(48 - 16 * (at & 3)))
    }
    let short = groups.map { String($0, radix: 16) }
    let long = short.map { String(repeating: "0", count: 4 - $0.count) + $0 }
    var texts: [String]
    if network.prefixLength == 128 {
      texts = [compressed(groups, short), short.joined(separator: ":"), long.joined(separator: ":")]
    } else {
      let count = groups.prefix(network.prefixLength / 16).prefix { $0 != 0 }.count
      guard count > 0 else { return [] }
      texts = [short, long].map { $0[..<count].map { $0 + ":" }.joined() }
    }
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// With `::` for the first of the longest runs of zeros (RFC 5952, section 4.2).
  private static func compressed(_ groups: [UInt16], _ words: [String]) -> String {
    var best = 0..<0
    var start = 0
    for at in groups.indices {
      if groups[at] != 0 {
        start = at + 1
      } else if at + 1 - start > best.count {
        best = start..<at + 1
      }
    }
    guard best.count > 1 else { return words.joined(separator: ":") }
    return words[..<best.lowerBound].joined(separator: ":") + "::" + words[best.upperBound...].joined(separator: ":")
  }

  /// Whether the address, its 128 bits, lies in the network.
  static func contains(_ network: Network, high: UInt64, low: UInt64) -> Bool {
    let length = network.prefixLength
    let highMask: UInt64 = length >= 64 ? .max : length == 0 ? 0 : .max << UInt64(64 - length)
    let lowMask: UInt64 = length <= 64 ? 0 : length == 128 ? .max : .max << UInt64(128 - length)
    return (high ^ network.high) & highMask == 0 && (low ^ network.low) & lowMask == 0
  }
}
