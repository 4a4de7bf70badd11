extension [UInt8] {
  /// The bytes of the array as a borrowed span.
  public var rawSpan: RawSpan {
    @_lifetime(borrow self) get {
      // SAFETY: bytes have no invariants of their own, and the span lives only as long as the array is borrowed.
      unsafe span.bytes
    }
  }
}
