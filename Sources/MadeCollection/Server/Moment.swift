/// A moment in milliseconds since 1970-01-01 UTC.
struct Moment: Hashable, Comparable, Sendable {
  var milliseconds: Int

  static let second = 1000
  static let minute = 60_000
  static let hour = 3_600_000
  static let day = 86_400_000

  init(milliseconds: Int) { self.milliseconds = milliseconds }

  /// Midnight UTC of a date.
  init(year: Int, month: Int, day: Int) {
    milliseconds = Self.days(year, month, day) * Self.day
  }

  /// Reads `2021-03-03` or `2021-03-03T05:18:06Z`, whose second may have a fraction; nil for anything else.
  init?(_ text: String) {
    let parts = text.split { !$0.isNumber }.prefix(7).compactMap { Int($0) }
    guard parts.count == 3 || parts.count >= 6, (1...12).contains(parts[1]), (1...31).contains(parts[2]) else {
      return nil
    }
    milliseconds = Self.days(parts[0], parts[1], parts[2]) * Self.day
    guard parts.count >= 6 else { return }
    milliseconds += parts[3] * Self.hour + parts[4] * Self.minute + parts[5] * Self.second
    if parts.count == 7 {
      let fraction = text.split { !$0.isNumber }[6].prefix(3)
      milliseconds += (Int(fraction) ?? 0) * [1, 100, 10, 1][fraction.count]
    }
  }

  func adding(_ milliseconds: Int) -> Moment { Moment(milliseconds: self.milliseconds + milliseconds) }

  static func < (one: Moment, other: Moment) -> Bool { one.milliseconds < other.milliseconds }

  /// Whole days since 1970.
  var dayNumber: Int { milliseconds / Self.day }

  /// Milliseconds since midnight UTC.
  var timeOfDay: Int { milliseconds % Self.day }

  /// 0 for Monday, 6 for Sunday.
  var weekday: Int { (dayNumber + 3) % 7 }

  /// The date in the Gregorian calendar (Howard Hinnant's rule of eras of 400 years).
  var date: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = shifted / 146_097
    let inEra = shifted - era * 146_097
    let yearOfEra = (inEra - inEra / 1460 + inEra / 36_524 - inEra / 146_096) / 365
    let inYear = inEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * inYear + 2) / 153
    let civilMonth = month < 10 ? month + 3 : month - 9
    return (yearOfEra + era * 400 + (civilMonth <= 2 ? 1 : 0), civilMonth, inYear - (153 * month + 2) / 5 + 1)
  }

  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let inYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + inYear - 719_468
  }

  /// How far the clocks of people in the middle of Europe are ahead of UTC then.
  var localOffset: Int {
    let year = date.year
    let summer = Self.lastSunday(year, 3), winter = Self.lastSunday(year, 10)
    return milliseconds >= summer && milliseconds < winter ? 2 * Self.hour : Self.hour
  }

  /// One o'clock UTC on the last Sunday of a month of 31 days, when the clocks of Europe change.
  static func lastSunday(_ year: Int, _ month: Int) -> Int {
    let last = Moment(year: year, month: month, day: 31)
    return last.milliseconds - ((last.weekday + 1) % 7) * Self.day + Self.hour
  }

  /// The same moment as local clocks show it, as if it were UTC.
  var local: Moment { adding(localOffset) }
}
