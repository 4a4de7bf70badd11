/// `08/Apr/2001:17:39:04 -0800`, and the same in UTC.
enum PlainNCSATime {
  private static let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ").map(String.init)

  /// RFC 3339; nil for what is no such time.
  static func text(_ text: String) -> String? {
    let parts = text.split(whereSeparator: { "/: ".contains($0) }).map(String.init)
    guard text.utf8.count == 26, parts.count == 7, let month = months.firstIndex(of: parts[1]).map({ $0 + 1 }),
      let day = Int(parts[0]), let year = Int(parts[2]), let hour = Int(parts[3]), let minute = Int(parts[4]),
      let second = Int(parts[5]), let zone = Int(parts[6]), parts[6].hasPrefix("+") || parts[6].hasPrefix("-"),
      !parts.dropLast().joined().contains(where: { "+-".contains($0) }), !parts[6].dropFirst().contains("-"),
      !parts[6].dropFirst().contains("+"), abs(zone) % 100 < 60, year >= 1601, day >= 1, day <= length(month, year),
      (0..<24).contains(hour), (0..<60).contains(minute),
      (0...60).contains(second), abs(zone) < 2400
    else { return nil }
    let local = ((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second
    return utc(local - (zone / 100 * 60 + zone % 100) * 60)
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  private static func length(_ month: Int, _ year: Int) -> Int {
    month == 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
  }

  /// Days since 1600-01-01, counted year by year and month by month.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    (1600..<year).reduce(0) { $0 + (isLeap($1) ? 366 : 365) }
      + (1..<month).reduce(0) { $0 + length($1, year) } + day - 1
  }

  private static func utc(_ seconds: Int) -> String {
    var rest = seconds / 86_400
    var (year, month) = (1600, 1)
    while rest >= (isLeap(year) ? 366 : 365) {
      rest -= isLeap(year) ? 366 : 365
      year += 1
    }
    while rest >= length(month, year) {
      rest -= length(month, year)
      month += 1
    }
    func padded(_ value: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(value).count)) + String(value)
    }
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(rest + 1, 2))"
    let time = [seconds / 3600 % 24, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
    return "\(date)T\(time)Z"
  }
}
