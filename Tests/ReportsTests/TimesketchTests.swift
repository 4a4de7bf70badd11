import Bytes
import Model
import Testing

@testable import Reports

/// What Timesketch's importer demands of a CSV file.
@Suite struct TimesketchTests {
  @Test func headerHasTheMandatoryColumns() {
    let header = ReportSamples.text { TimelineTimesketch.writeHeader(to: &$0) }
    #expect(header.hasPrefix("message,timestamp,datetime,timestamp_desc,"))
    #expect(Set(TimelineTimesketch.columns).count == TimelineTimesketch.columns.count)
  }

  @Test(arguments: [
    ("2021-03-03T05:19:21Z", "2021-03-03T05:19:21.000000+00:00", 1_614_748_761_000_000),
    ("2021-03-03T05:19:21.1134567Z", "2021-03-03T05:19:21.113456+00:00", 1_614_748_761_113_456),
    ("1969-12-31T23:59:59.5Z", "1969-12-31T23:59:59.500000+00:00", -500_000),
  ])
  func timesHaveOneFormAndMicroseconds(text: String, datetime: String, microseconds: Int64) {
    let time = ReportSamples.time(text)
    #expect(TimelineTimesketch.datetime(time) == datetime)
    #expect(TimelineTimesketch.microseconds(time) == microseconds)
  }

  @Test func eventWithoutATimeIsLeftOutAndSaid() {
    var buffer = ByteBuffer()
    let written = ReportSamples.timeline.map { TimelineTimesketch.write($0, to: &buffer) }
    #expect(written == [true, true, false])
  }

  @Test func everyRowHasEveryColumn() {
    for entry in ReportSamples.timeline.prefix(2) {
      let row = ReportSamples.text { _ = TimelineTimesketch.write(entry, to: &$0) }
      #expect(cells(in: row) == TimelineTimesketch.columns.count)
    }
  }

  private func cells(in row: String) -> Int {
    var (count, isQuoted) = (1, false)
    for letter in row {
      if letter == "\"" { isQuoted.toggle() }
      if letter == ",", !isQuoted { count += 1 }
    }
    return count
  }
}
