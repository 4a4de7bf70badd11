/// Sums that end at the greatest number: a log may claim any number of bytes.
extension UInt64 {
  func plus(_ other: UInt64) -> UInt64 {
    let (sum, isTooMuch) = addingReportingOverflow(other)
    return isTooMuch ? .max : sum
  }

  /// Whether it is at least `factor` times the other.
  func reaches(_ factor: UInt64, times other: UInt64) -> Bool {
    let (product, isTooMuch) = other.multipliedReportingOverflow(by: factor)
    return !isTooMuch && self >= product
  }
}
