/// A moment as Windows stores it: 100-nanosecond steps since 1601-01-01 UTC ([MS-DTYP] 2.3.3).
public struct FileTime: Hashable, Sendable, Comparable {
  public var ticks: UInt64

  public init(ticks: UInt64) { self.ticks = ticks }

  /// Reads `2021-03-03T05:19:21.1130000Z`; UTC, with up to seven digits after the second.
  public init(_ text: String) {
    let numbers = text.split { !$0.isNumber }
    precondition(numbers.count >= 6, "a time has a date, hours, minutes and seconds: \(text)")
    let parts = numbers.prefix(6).compactMap { Int($0) }
    let fraction = numbers.count > 6 ? String(numbers[6].prefix(7)) : ""
    let padded = fraction + String(repeating: "0", count: 7 - fraction.count)
    let seconds = Self.days(parts[0], parts[1], parts[2]) * 86_400 + parts[3] * 3600 + parts[4] * 60 + parts[5]
    ticks = UInt64(seconds) * 10_000_000 + (UInt64(padded) ?? 0)
  }

  /// The moment that many milliseconds later.
  public func adding(milliseconds: Int) -> FileTime {
    FileTime(ticks: ticks &+ UInt64(bitPattern: Int64(milliseconds) * 10_000))
  }

  /// Days from 1601-01-01, counted year by year and month by month.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let years = (1601..<max(1601, year)).reduce(0) { $0 + length($1) }
    return years + (1..<max(1, month)).reduce(0) { $0 + length(year, $1) } + day - 1
  }

  /// How many days a year has.
  static func length(_ year: Int) -> Int { (1...12).reduce(0) { $0 + length(year, $1) } }

  /// How many days a month has.
  static func length(_ year: Int, _ month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  public static func < (one: FileTime, other: FileTime) -> Bool { one.ticks < other.ticks }
}

extension FileTime: ExpressibleByStringLiteral {
  public init(stringLiteral text: String) { self.init(text) }
}
