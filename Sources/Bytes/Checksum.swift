internal import CPlatform

/// CRC-32 as zip, gzip and EVTX use it (IEEE 802.3, reflected).
public enum CRC32 {
  /// The checksum of `bytes`, continued from an earlier checksum.
  public static func checksum(_ bytes: RawSpan, continuing crc: UInt32 = 0) -> UInt32 {
    // SAFETY: pointer and length come from one span and live for the call.
    unsafe bytes.withUnsafeBytes { unsafe postern_crc32(crc, $0.baseAddress, $0.count) }
  }
}

/// A fast hash for tables in memory; keyed by a seed that changes with each run, so that evidence cannot aim at it.
///
/// Never written anywhere: results do not depend on it.
@frozen public struct TableHash: Sendable {
  @usableFromInline var state: UInt64
  /// As secret as the seed: a known factor could be made zero, and then nothing before it would count.
  @usableFromInline let factor: UInt64

  /// The seed of this run.
  public static let seed = UInt64.random(in: .min ... .max)

  @inlinable public init(seed: UInt64) {
    state = seed
    factor = (seed ^ 0xA076_1D64_78BD_642F) &* 0xE703_7ED1_A0B4_28DB
  }

  @inlinable public mutating func combine(_ value: UInt64) {
    let product = (state ^ value).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    state = product.low ^ product.high &+ 0xD6E8_FEB8_6659_FD93
  }

  /// Two words a step: a step's multiplication waits for the one before.
  @inlinable mutating func combine(_ one: UInt64, _ other: UInt64) {
    let product = (state ^ one).multipliedFullWidth(by: other ^ factor)
    state = product.low ^ product.high &+ 0xD6E8_FEB8_6659_FD93
  }

  @inlinable public mutating func combine(_ bytes: RawSpan) {
    var at = 0
    while bytes.byteCount &- at >= 16 {
      // SAFETY: the condition keeps the sixteen bytes inside the span.
      let one = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self)
      let other = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at &+ 8, as: UInt64.self)
      combine(one, other)
      at &+= 16
    }
    while bytes.byteCount &- at >= 8 {
      // SAFETY: the condition keeps the eight bytes inside the span.
      combine(unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt64.self))
      at &+= 8
    }
    var tail = UInt64(truncatingIfNeeded: bytes.byteCount) << 56
    var shift: UInt64 = 0
    while at < bytes.byteCount {
      // SAFETY: `at` is below the length.
      tail ^= UInt64(unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: at, as: UInt8.self)) << shift
      at &+= 1
      shift &+= 8
    }
    combine(tail)
  }

  @inlinable public var value: UInt64 { state ^ (state >> 29) }
}
