/// A moment in UTC, in steps of 100 nanoseconds since 1601-01-01, with the number of digits that its source has.
///
/// The steps and the epoch are Windows' FILETIME ([MS-DTYP] 2.3.3); years 1601 to 30828.
public struct Timestamp: Hashable, Sendable {
  /// 100-nanosecond steps since 1601-01-01T00:00:00Z.
  public let ticks: Int64
  /// How many digits after the second the source gives, 0 to 7.
  public let digits: UInt8

  public init(ticks: Int64, digits: UInt8 = 7) {
    self.ticks = ticks
    self.digits = min(7, digits)
  }

  /// Nil for a FILETIME with the highest bit set, which Windows does not allow.
  public init?(fileTime: UInt64) {
    guard fileTime <= UInt64(Int64.max) else { return nil }
    self.init(ticks: Int64(fileTime))
  }

  /// 100-nanosecond steps from 1601 to 1970.
  public static let unixEpochTicks: Int64 = 116_444_736_000_000_000
  public static let ticksPerSecond: Int64 = 10_000_000

  public init(unixSeconds: Int64, digits: UInt8 = 0) {
    let (product, overflow) = unixSeconds.multipliedReportingOverflow(by: Self.ticksPerSecond)
    let sum = product.addingReportingOverflow(Self.unixEpochTicks)
    self.init(ticks: overflow || sum.overflow ? (unixSeconds < 0 ? 0 : .max) : sum.partialValue, digits: digits)
  }

  /// The parts of the calendar (proleptic Gregorian) and of the day.
  public struct Parts: Hashable, Sendable {
    public var year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int
    /// 100-nanosecond steps within the second.
    public var fraction: Int

    public init(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int, fraction: Int) {
      self.year = year
      self.month = month
      self.day = day
      self.hour = hour
      self.minute = minute
      self.second = second
      self.fraction = fraction
    }
  }

  public var parts: Parts {
    let (day, tickOfDay) = Self.floorDivide(ticks, Self.ticksPerSecond * 86_400)
    let second = Int(tickOfDay / Self.ticksPerSecond)
    let (year, month, dayOfMonth) = Self.civil(daysSince1601: Int(day))
    return Parts(
      year: year, month: month, day: dayOfMonth, hour: second / 3600, minute: second / 60 % 60, second: second % 60,
      fraction: Int(tickOfDay % Self.ticksPerSecond))
  }

  /// Nil where a part is out of its range, the day beyond its month's last one too.
  public init?(_ parts: Parts, digits: UInt8 = 7) {
    guard (1...12).contains(parts.month), (1...Self.length(month: parts.month, year: parts.year)).contains(parts.day),
      (0...23).contains(parts.hour),
      (0...59).contains(parts.minute), (0...60).contains(parts.second), (0..<10_000_000).contains(parts.fraction),
      (1601...30_000).contains(parts.year)
    else { return nil }
    let days = Self.days(year: parts.year, month: parts.month, day: parts.day)
    let seconds = Int64(days) * 86_400 + Int64(parts.hour * 3600 + parts.minute * 60 + parts.second)
    self.init(ticks: seconds * Self.ticksPerSecond + Int64(parts.fraction), digits: digits)
  }

  private static func length(month: Int, year: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  // Days and dates after Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms" (2013); years begin in March.

  private static func civil(daysSince1601 days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 584_694  // from 0000-03-01 to 1601-01-01
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = shiftedYear / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 584_694
  }

  private static func floorDivide(_ value: Int64, _ by: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = value.quotientAndRemainder(dividingBy: by)
    return remainder < 0 ? (quotient - 1, remainder + by) : (quotient, remainder)
  }
}

extension Timestamp: Comparable {
  public static func < (one: Timestamp, other: Timestamp) -> Bool { one.ticks < other.ticks }
}

extension Timestamp: CustomStringConvertible {
  /// RFC 3339 in UTC with as many digits as the source has: `2021-03-03T05:19:21.113Z`.
  public var description: String {
    let parts = parts
    func padded(_ value: Int, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = "\(padded(parts.year, 4))-\(padded(parts.month, 2))-\(padded(parts.day, 2))"
    let time = "\(padded(parts.hour, 2)):\(padded(parts.minute, 2)):\(padded(parts.second, 2))"
    let fraction = digits == 0 ? "" : "." + padded(parts.fraction, 7).prefix(Int(digits))
    return "\(date)T\(time)\(fraction)Z"
  }

  /// Reads RFC 3339 (`T` or a space between date and time, `Z` or an offset; without either, UTC is taken).
  ///
  /// Nil for anything else. Digits after the seventh are cut.
  public init?(_ text: some StringProtocol) {
    var rest = Array(text.utf8)[...]
    func number(_ width: Int) -> Int? {
      guard rest.count >= width else { return nil }
      var value = 0
      for byte in rest.prefix(width) {
        guard byte >= 0x30, byte <= 0x39 else { return nil }
        value = value * 10 + Int(byte - 0x30)
      }
      rest = rest.dropFirst(width)
      return value
    }
    func take(_ bytes: StaticString) -> Bool {
      guard let first = rest.first, bytes.description.utf8.contains(first) else { return false }
      rest = rest.dropFirst()
      return true
    }
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2) else { return nil }
    var parts = Parts(year: year, month: month, day: day, hour: 0, minute: 0, second: 0, fraction: 0)
    var digits: UInt8 = 0
    if take("Tt ") {
      guard let hour = number(2), take(":"), let minute = number(2) else { return nil }
      (parts.hour, parts.minute) = (hour, minute)
      if take(":") {
        guard let second = number(2) else { return nil }
        parts.second = second
      }
      if take(".,") {
        while let digit = rest.first, digit >= 0x30, digit <= 0x39 {
          rest = rest.dropFirst()
          if digits < 7 {
            parts.fraction = parts.fraction * 10 + Int(digit - 0x30)
            digits += 1
          }
        }
        guard digits > 0 else { return nil }
        for _ in digits..<7 { parts.fraction *= 10 }
      }
    }
    var offsetMinutes = 0
    if !rest.isEmpty, !take("Zz") {
      let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
      guard take("+-"), let hours = number(2) else { return nil }
      _ = take(":")
      offsetMinutes = sign * (hours * 60 + (number(2) ?? 0))
    }
    guard rest.isEmpty, let local = Timestamp(parts, digits: digits) else { return nil }
    self.init(ticks: local.ticks - Int64(offsetMinutes) * 60 * Self.ticksPerSecond, digits: digits)
  }
}
