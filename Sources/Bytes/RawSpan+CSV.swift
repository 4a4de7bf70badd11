internal import CPlatform

extension RawSpan {
  /// The commas, double quotes and control characters (below 0x20) among the bytes `at ..< at + 64`: bit 0 is the first.
  ///
  /// Nil where the bytes do not reach so far.
  public func csvStops(at: Int) -> UInt64? {
    guard at >= 0, byteCount &- at >= 64 else { return nil }
    // SAFETY: the guard keeps the 64 bytes inside the span.
    return unsafe withUnsafeBytes { unsafe postern_csv_stops($0.baseAddress.unsafelyUnwrapped + at) }
  }
}
