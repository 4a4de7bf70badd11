internal import Model

/// Hours that are missing in a log that has requests in every other hour (EXD-105).
enum LogGap {
  /// Hours that a log must have, to say that it has requests in every hour.
  static let fewestHours = 12
  /// Requests that nineteen of twenty hours have at least: health probes alone send more.
  static let fewestRequests: UInt64 = 10
  /// Longer gaps look like a server that was off, or like logs that were kept for single days.
  static let longestGap: Int64 = 48
  /// Gaps of which a log may have more than these only if gaps are its nature.
  static let mostGaps = 3

  static func findings(_ series: TrafficSeries) -> [BehaviorFinding] {
    let hours = series.hours
    guard hours.isWhole, hours.count >= fewestHours, hours.count(from: fewestRequests) * 20 >= hours.count * 19 else {
      return []
    }
    let gaps = hours.gaps
    guard gaps.count <= mostGaps else { return [] }
    return gaps.filter { $0.length <= longestGap }.map { gap in
      BehaviorFinding(
        host: series.key.host,
        rule: RuleReference(id: "EXD-105", title: "Hours missing in a log", kind: .behavior), severity: .high,
        confidence: .low, stage: .post, techniques: ["T1070"], first: gap.before.ticks, last: gap.after.ticks,
        count: 2, sentence: sentence(gap, series), after: nil, observables: [],
        notes: ["benign causes: the server or its sites were off, or files were not collected"],
        places: [gap.before, gap.after], subject: "\(gap.from) \(gap.to)")
    }
  }

  private static func sentence(_ gap: HourLine.Gap, _ series: TrafficSeries) -> String {
    let length = BehaviorText.count(UInt64(gap.length), "hour", "hours")
    return "No request for \(length) from \(BehaviorText.hour(gap.from)), though "
      + "\(series.hours.count) hours of \(BehaviorText.series(series.key)) have some: the last before "
      + "\(BehaviorText.time(gap.before.ticks)), the first after \(BehaviorText.time(gap.after.ticks))"
  }
}
