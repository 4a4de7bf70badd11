/// In which hours a series of logs has requests, and where hours are missing; files may come in any order.
struct HourLine: Sendable {
  private var hours: [Int64: TrafficTally.Hour] = [:]
  /// The first hour with requests, since 1601.
  private(set) var first: Int64 = .max
  /// False where hours found no room.
  private(set) var isWhole = true
  /// Two years.
  static let mostHours = 17_568

  /// Hours without a request between two with requests.
  struct Gap: Hashable, Sendable {
    /// The first and the last hour that are missing, since 1601.
    var from: Int64
    var to: Int64
    /// The last request before, and the first after.
    var before: TrafficPlace
    var after: TrafficPlace

    var length: Int64 { to - from + 1 }
  }

  /// Hours with requests.
  var count: Int { hours.count }

  /// Hours with so many requests.
  func count(from requests: UInt64) -> Int { hours.values.count { $0.count >= requests } }

  mutating func add(_ next: TrafficTally.Hour, artifact: Int32, mayGrow: Bool) {
    var hour = next
    hour.firstPlace.artifact = artifact
    hour.lastPlace.artifact = artifact
    first = min(first, hour.hour)
    guard let known = hours[hour.hour] else {
      guard mayGrow, hours.count < Self.mostHours else { return isWhole = false }
      hours[hour.hour] = hour
      return
    }
    hour.count += known.count
    if known.firstPlace.ticks <= hour.firstPlace.ticks { hour.firstPlace = known.firstPlace }
    if known.lastPlace.ticks > hour.lastPlace.ticks { hour.lastPlace = known.lastPlace }
    hours[hour.hour] = hour
  }

  /// In the order of time.
  var gaps: [Gap] {
    var gaps: [Gap] = []
    var before: TrafficTally.Hour?
    for hour in hours.values.sorted(by: { $0.hour < $1.hour }) {
      if let before, hour.hour - before.hour > 1 {
        gaps.append(
          Gap(from: before.hour + 1, to: hour.hour - 1, before: before.lastPlace, after: hour.firstPlace))
      }
      before = hour
    }
    return gaps
  }
}
