/// Integers as Windows stores them, appended to and set in an array of bytes.
extension [UInt8] {
  /// Appends the bytes of an integer, lowest first.
  mutating func append(littleEndian value: some FixedWidthInteger) {
    for shift in stride(from: 0, to: value.bitWidth, by: 8) { append(UInt8(truncatingIfNeeded: value >> shift)) }
  }

  /// Overwrites the bytes at `offset` with those of an integer, lowest first; bytes past the end are dropped.
  public mutating func set(_ value: some FixedWidthInteger, at offset: Int) {
    for number in 0..<value.bitWidth / 8 where indices.contains(offset + number) {
      self[offset + number] = UInt8(truncatingIfNeeded: value >> (8 * number))
    }
  }

  /// The integer of type `T` at `offset`; bytes past the end count as 0.
  public func value<T: FixedWidthInteger>(at offset: Int, as type: T.Type) -> T {
    var result: T = 0
    for number in 0..<T.bitWidth / 8 where indices.contains(offset + number) {
      result |= T(truncatingIfNeeded: self[offset + number]) << T(8 * number)
    }
    return result
  }

  /// Appends UTF-16LE without an end mark.
  mutating func append(utf16 text: String) {
    for unit in text.utf16 { append(littleEndian: unit) }
  }
}
