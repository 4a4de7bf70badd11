internal import CPlatform

/// Which of up to 64 bytes are of a kind: bit 0 stands for the first of them.
public struct ByteMask: BitwiseCopyable, Sendable {
  /// Those that were asked for.
  public let found: UInt64
  /// Those of 0x80 and above.
  public let high: UInt64
}

extension RawSpan {
  /// The bytes `at ..< at + 64` that are at most `limit`; those behind the end are not.
  public func mask(atMost limit: UInt8, at: Int) -> ByteMask {
    guard at >= 0, byteCount &- at >= 64 else {
      return slowMask(at) { $0 <= limit }
    }
    // SAFETY: the guard keeps the 64 bytes inside the span.
    let mask = unsafe withUnsafeBytes { unsafe postern_mask_at_most($0.baseAddress.unsafelyUnwrapped + at, limit) }
    return ByteMask(found: mask.found, high: mask.high)
  }

  /// The bytes `at ..< at + 64` that are one of the four in `wanted`; those behind the end are not.
  public func mask(anyOf wanted: UInt32, at: Int) -> ByteMask {
    guard at >= 0, byteCount &- at >= 64 else {
      return slowMask(at) { byte in
        (0..<4).contains { byte == UInt8(truncatingIfNeeded: wanted >> (8 * $0)) }
      }
    }
    // SAFETY: the guard keeps the 64 bytes inside the span.
    let mask = unsafe withUnsafeBytes { unsafe postern_mask_any_of_4($0.baseAddress.unsafelyUnwrapped + at, wanted) }
    return ByteMask(found: mask.found, high: mask.high)
  }

  /// Whether a byte of 0x80 or above is among them.
  public var hasHighByte: Bool {
    var at = 0
    while byteCount &- at >= 64 {
      if mask(atMost: 0, at: at).high != 0 { return true }
      at &+= 64
    }
    while byteCount &- at >= 8, let word = uint64(at: at) {
      if word & 0x8080_8080_8080_8080 != 0 { return true }
      at &+= 8
    }
    while let byte = uint8(at: at) {
      if byte >= 0x80 { return true }
      at &+= 1
    }
    return false
  }

  private func slowMask(_ start: Int, _ isWanted: (UInt8) -> Bool) -> ByteMask {
    var found: UInt64 = 0
    var high: UInt64 = 0
    for bit in 0..<64 {
      guard let byte = uint8(at: start &+ bit) else { break }
      if isWanted(byte) { found |= 1 << UInt64(bit) }
      if byte >= 0x80 { high |= 1 << UInt64(bit) }
    }
    return ByteMask(found: found, high: high)
  }
}
