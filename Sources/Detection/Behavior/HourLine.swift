/// In which hours a series of logs has requests, and where hours are missing.
struct HourLine: Sendable {
  /// Hours with requests.
  private(set) var count = 0
  /// Requests of each of them.
  private(set) var requests = LogHistogram()
  private(set) var first: Int64 = .max
  private(set) var last: Int64 = .min
  private(set) var gaps: [Gap] = []
  private var open: TrafficTally.Hour?
  private static let mostGaps = 256

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

  mutating func add(_ next: TrafficTally.Hour, artifact: Int32) {
    var hour = next
    hour.firstPlace.artifact = artifact
    hour.lastPlace.artifact = artifact
    first = min(first, hour.hour)
    last = max(last, hour.hour)
    guard let known = open else { return open = hour }
    if hour.hour == known.hour {
      open?.count += hour.count
      open?.lastPlace = hour.lastPlace
      return
    }
    // What stands behind its time was written late; it makes no gap.
    guard hour.hour > known.hour else { return }
    if hour.hour - known.hour > 1, gaps.count < Self.mostGaps {
      gaps.append(
        Gap(from: known.hour + 1, to: hour.hour - 1, before: known.lastPlace, after: hour.firstPlace))
    }
    close()
    open = hour
  }

  /// Ends the hour that is open.
  mutating func close() {
    guard let hour = open else { return }
    open = nil
    count += 1
    requests.add(hour.count)
  }
}
