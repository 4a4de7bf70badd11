/// Base64 as Sigma's modifiers write it (RFC 4648, section 4).
enum Base64 {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// The encoding with its padding.
  static func encode(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let present = min(3, bytes.count - start)
      var group = 0
      for step in 0..<3 { group = group << 8 | (step < present ? Int(bytes[start + step]) : 0) }
      for step in 0..<4 {
        result.append(step <= present ? alphabet[group >> (18 - 6 * step) & 63] : UInt8(ascii: "="))
      }
    }
    return result
  }

  /// What stays the same of the encoding when `shift` unknown bytes (0 to 2) come before, and any bytes after.
  ///
  /// Characters into which a neighbor's bits fall are cut off, by the length in bytes.
  static func encodeShifted(_ bytes: [UInt8], by shift: Int) -> [UInt8] {
    let encoded = encode(Array(repeating: UInt8(ascii: " "), count: shift) + bytes)
    let unknownAtStart = [0, 2, 3][shift]
    let unknownAtEnd = [0, 3, 2][(bytes.count + shift) % 3]
    return Array(encoded.dropFirst(unknownAtStart).dropLast(unknownAtEnd))
  }
}
