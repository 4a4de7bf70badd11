internal import Bytes

/// What values of a column look like: helps to tell a log by its lines, and values in lines that have too many or too
/// few.
enum LogShape: Hashable, Sendable {
  case any
  /// `yyyy-MM-dd`.
  case date
  /// `HH:mm:ss`.
  case time
  case number
  /// IPv4 or IPv6.
  case address
  /// A method of HTTP, or another word in letters.
  case method

  func matches(_ value: RawSpan) -> Bool {
    func all(_ isAllowed: (UInt8) -> Bool) -> Bool {
      for at in 0..<value.byteCount where !isAllowed(value.byte(at: at)) { return false }
      return true
    }
    switch self {
    case .any: return true
    case .date:
      var clock = LogClock()
      return clock.day(value) != nil
    case .time: return LogClock.timeOfDay(value) != nil
    case .number: return all { $0 &- 0x30 < 10 }
    case .address:
      let isPlain = all { byte in
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 6 || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
          || byte == UInt8(ascii: "%")
      }
      return isPlain && (value.firstIndex(of: UInt8(ascii: ".")) ?? value.firstIndex(of: UInt8(ascii: ":"))) != nil
    case .method: return all { ($0 | 0x20) &- 0x61 < 26 || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
    }
  }

  /// The same, and a dash, which stands for no value.
  func matchesOrNone(_ value: RawSpan) -> Bool {
    value.byteCount == 1 && value.uint8(at: 0) == UInt8(ascii: "-") || matches(value)
  }
}
