public import Model

/// Times as people read them: UTC, a space between date and time, no fraction.
public enum ShownTime {
  /// As in `2021-03-03 05:18:02`.
  public static func second(_ time: Timestamp) -> String {
    date(time) + " " + clock(time) + ":" + two(time.parts.second)
  }

  /// As in `2021-03-03 05:18`.
  public static func minute(_ time: Timestamp) -> String { date(time) + " " + clock(time) }

  /// As in `2021-03-03`.
  public static func date(_ time: Timestamp) -> String {
    let year = String(time.parts.year)
    return String(repeating: "0", count: max(0, 4 - year.count)) + year + "-" + monthAndDay(time)
  }

  /// As in `03-03`.
  static func monthAndDay(_ time: Timestamp) -> String { two(time.parts.month) + "-" + two(time.parts.day) }

  /// As in `05:18`.
  static func clock(_ time: Timestamp) -> String { two(time.parts.hour) + ":" + two(time.parts.minute) }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
}
