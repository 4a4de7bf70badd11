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
        == "No request for 3 hours from 2021-03-01T20:00:00Z, though each of the other 45 hours of IIS/W3C in W3SVC1 has "
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

  @Test func shortLogIsNone() { #expect(MadeTraffic(hours: 10, silence: [5]).findings().isEmpty) }
}
