/// Addresses that networks give their own machines (RFC 1918; RFC 4193 for IPv6).
enum PrivateAddress {
  /// - Parameter address: in lower case, as a log writes it.
  static func holds(_ address: String) -> Bool {
    if address.contains(":") { return address.hasPrefix("fc") || address.hasPrefix("fd") }
    if address.hasPrefix("10.") || address.hasPrefix("192.168.") { return true }
    let parts = address.split(separator: ".", maxSplits: 2)
    guard parts.count == 3, parts[0] == "172", let second = Int(parts[1]) else { return false }
    return (16...31).contains(second)
  }
}
