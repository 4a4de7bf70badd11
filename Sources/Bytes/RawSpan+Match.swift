internal import CPlatform

extension RawSpan {
  /// Whether the bytes begin with `other`.
  @inlinable public func begins(with other: RawSpan) -> Bool {
    byteCount >= other.byteCount && extracting(0..<other.byteCount).hasSameBytes(as: other)
  }

  /// Whether the bytes end with `other`.
  @inlinable public func ends(with other: RawSpan) -> Bool {
    byteCount >= other.byteCount && extracting(byteCount &- other.byteCount..<byteCount).hasSameBytes(as: other)
  }

  /// The first place at or after `start` where `other` stands, or nil.
  ///
  /// An empty `other` stands everywhere.
  public func offset(of other: RawSpan, from start: Int = 0) -> Int? {
    guard start >= 0, start <= byteCount, byteCount &- start >= other.byteCount else { return nil }
    // SAFETY: both pointers and lengths come from spans that live for the call.
    let found = unsafe withUnsafeBytes { haystack in
      unsafe other.withUnsafeBytes { needle in
        unsafe postern_find(
          haystack.baseAddress.map { unsafe $0 + start }, haystack.count - start, needle.baseAddress, needle.count)
      }
    }
    return found < 0 ? nil : found + start
  }

  /// The place behind the last `byte`, or nil where it does not occur.
  @inlinable public func offset(afterLast byte: UInt8) -> Int? {
    var at = byteCount
    while at > 0 {
      at &-= 1
      if uint8(at: at) == byte { return at &+ 1 }
    }
    return nil
  }
}
