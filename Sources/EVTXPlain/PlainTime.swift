/// Times as RFC 3339 in UTC.
enum PlainTime {
  /// A FILETIME with seven digits after the second; nil where the highest bit is set.
  static func text(fileTime ticks: UInt64) -> String? {
    guard ticks >> 63 == 0 else { return nil }
    let seconds = ticks / 10_000_000
    let (year, month, day) = date(daysSince1601: Int(seconds / 86_400))
    let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { padded(Int($0), 2) }.joined(separator: ":")
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T\(time).\(padded(Int(ticks % 10_000_000), 7))Z"
  }

  /// A SYSTEMTIME with three digits after the second; nil where a part is out of its range.
  static func text(systemTime bytes: [UInt8]) -> String? {
    guard bytes.count == 16 else { return nil }
    let parts = (0..<8).map { Int(bytes[2 * $0]) | Int(bytes[2 * $0 + 1]) << 8 }
    guard (1601...30_000).contains(parts[0]), (1...12).contains(parts[1]),
      (1...days(inMonth: parts[1], of: parts[0])).contains(parts[3]), parts[4] < 24, parts[5] < 60, parts[6] < 60,
      parts[7] < 1000
    else { return nil }
    let date = "\(padded(parts[0], 4))-\(padded(parts[1], 2))-\(padded(parts[3], 2))"
    return "\(date)T\(padded(parts[4], 2)):\(padded(parts[5], 2)):\(padded(parts[6], 2)).\(padded(parts[7], 3))Z"
  }

  /// Counts off whole cycles of 400 years (146,097 days), then years, then months.
  private static func date(daysSince1601 days: Int) -> (year: Int, month: Int, day: Int) {
    var rest = days % 146_097
    var year = 1601 + days / 146_097 * 400
    while rest >= (isLeap(year) ? 366 : 365) {
      rest -= isLeap(year) ? 366 : 365
      year += 1
    }
    var month = 1
    while rest >= self.days(inMonth: month, of: year) {
      rest -= self.days(inMonth: month, of: year)
      month += 1
    }
    return (year, month, rest + 1)
  }

  private static func days(inMonth month: Int, of year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
