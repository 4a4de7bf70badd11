import Model
import Testing

@testable import Detection

/// Hours that are missing in a log that has requests in every other hour.
@Suite struct LogGapTests {
  @Test func missingHoursAreFoundBetweenTheLinesAroundThem() throws {
    let found = MadeTraffic(hours: 48, silence: [20, 21, 22]).findings()
    let finding = try #require(found.first)
    #expect(found.count == 1 && finding.rule.id == "EXD-105" && finding.confidence == .low)
    #expect(
      finding.summary(after: nil)
        == "No request for 3 hours from 2021-03-01T20:00:00Z, though 45 hours of IIS/W3C in W3SVC1 have "
        + "some: the last before 2021-03-01T19:57:00Z, the first after 2021-03-01T23:00:00Z.")
    #expect(finding.places.map(\.ticks) == [MadeTraffic.ticks(19, 57), MadeTraffic.ticks(23, 0)])
  }

  /// A site that sleeps every night misses nothing.
  @Test func siteThatSleepsAtNightIsNone() {
    let nights = Set((0..<120).filter { [1, 2, 3].contains($0 % 24) })
    #expect(MadeTraffic(hours: 120, silence: nights).findings().isEmpty)
  }

  @Test func dayThatWasNotCollectedIsNone() {
    #expect(MadeTraffic(hours: 120, silence: Set(40..<100)).findings().isEmpty)
  }

  /// `u_extend10.log` stands before `u_extend2.log`: what seems to be missing comes later.
  @Test func filesInAnyOrderMakeNoGap() {
    let lines = MadeTraffic(hours: 60).lines
    let (one, two) = (lines.count / 3, lines.count * 2 / 3)
    var series = TrafficSeries(TrafficSeries.Key(host: "one", channel: "IIS/W3C", folder: ""))
    for part in [lines[..<one], lines[two...], lines[one..<two]] {
      series.add(MadeTraffic.tally(MadeTraffic.fields, Array(part)), artifact: 0, mayGrow: true)
    }
    #expect(series.hours.count == 60 && series.hours.gaps.isEmpty && LogGap.findings(series).isEmpty)
  }

  /// One line of another century must not hide every hour that follows.
  @Test func lineFromTheFutureHidesNothing() {
    var lines = MadeTraffic(hours: 48, silence: [20, 21]).lines
    let odd = lines[3].replacing("2021-", with: "2091-")
    lines.insert(odd, at: 4)
    var series = TrafficSeries(TrafficSeries.Key(host: "one", channel: "IIS/W3C", folder: ""))
    series.add(MadeTraffic.tally(MadeTraffic.fields, lines), artifact: 0, mayGrow: true)
    #expect(series.hours.count == 47 && LogGap.findings(series).map(\.first) == [MadeTraffic.ticks(19, 57)])
  }

  @Test func shortLogIsNone() { #expect(MadeTraffic(hours: 10, silence: [5]).findings().isEmpty) }
}
