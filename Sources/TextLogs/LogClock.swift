internal import Bytes
internal import Model
internal import Records

/// Dates and times of web logs, `yyyy-MM-dd` and `HH:mm:ss`, of which most lines have the date of the one before.
struct LogClock {
  private var lastDate: UInt64 = 0
  private var lastDayOfMonth: UInt16 = 0
  private var lastDay: Int64?

  /// 100-nanosecond steps from 1601 to the date's midnight; nil for what is no such date.
  mutating func day(_ date: RawSpan) -> Int64? {
    guard date.byteCount == 10, let start = date.uint64(at: 0), let end = date.uint16(at: 8) else { return nil }
    if start == lastDate, end == lastDayOfMonth { return lastDay }
    (lastDate, lastDayOfMonth) = (start, end)
    lastDay = Self.parsedDay(date)
    return lastDay
  }

  private static func parsedDay(_ date: RawSpan) -> Int64? {
    guard let year = number(date, at: 0, width: 4), date.uint8(at: 4) == UInt8(ascii: "-"),
      let month = number(date, at: 5, width: 2), date.uint8(at: 7) == UInt8(ascii: "-"),
      let day = number(date, at: 8, width: 2)
    else { return nil }
    let parts = Timestamp.Parts(year: year, month: month, day: day, hour: 0, minute: 0, second: 0, fraction: 0)
    return Timestamp(parts)?.ticks
  }

  /// 100-nanosecond steps since midnight and the digits after the second; nil for what is no time of day.
  ///
  /// Seconds may be missing, as the format allows; digits after the seventh are cut.
  static func timeOfDay(_ time: RawSpan) -> (ticks: Int64, digits: UInt8)? {
    if time.byteCount == 8, let word = time.uint64(at: 0) { return wholeSeconds(word).map { ($0, 0) } }
    guard let hour = number(time, at: 0, width: 2), hour < 24, time.uint8(at: 2) == UInt8(ascii: ":"),
      let minute = number(time, at: 3, width: 2), minute < 60
    else { return nil }
    var ticks = Int64(hour * 3600 + minute * 60) * Timestamp.ticksPerSecond
    if time.byteCount == 5 { return (ticks, 0) }
    guard time.uint8(at: 5) == UInt8(ascii: ":"), let second = number(time, at: 6, width: 2), second < 60,
      time.uint8(at: 8) == UInt8(ascii: "."), time.byteCount > 9
    else { return nil }
    ticks += Int64(second) * Timestamp.ticksPerSecond
    var step = Timestamp.ticksPerSecond
    for at in 9..<time.byteCount {
      guard let digit = number(time, at: at, width: 1) else { return nil }
      step /= 10
      ticks += Int64(digit) * step
    }
    return (ticks, UInt8(min(7, time.byteCount - 9)))
  }

  /// The eight bytes of `HH:mm:ss`.
  private static func wholeSeconds(_ word: UInt64) -> Int64? {
    // Digits become their values, colons zero.
    let values = word ^ 0x3030_3A30_303A_3030
    guard (values | (values &+ 0x7676_7676_7676_7676)) & 0x8080_8080_8080_8080 == 0,
      values & 0x0000_FF00_00FF_0000 == 0
    else { return nil }
    func pair(_ shift: UInt64) -> Int64 { Int64(values >> shift & 0xF) * 10 + Int64(values >> (shift + 8) & 0xF) }
    let (hour, minute, second) = (pair(0), pair(24), pair(48))
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return (hour * 3600 + minute * 60 + second) * Timestamp.ticksPerSecond
  }

  private static func number(_ text: RawSpan, at start: Int, width: Int) -> Int? {
    var value = 0
    for at in start..<start + width {
      guard let byte = text.uint8(at: at), byte &- 0x30 < 10 else { return nil }
      value = value * 10 + Int(byte &- 0x30)
    }
    return value
  }
}
