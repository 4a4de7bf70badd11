import Model
import Records
import Testing

@testable import Examination

@Suite struct RecordSpanTests {
  private static func head(_ number: UInt64, _ ticks: Int64) -> RecordHead {
    RecordHead(offset: 0, length: 1, number: number, isLine: false, ticks: ticks)
  }

  private static func span(_ heads: [(UInt64, Int64)], hasNumbers: Bool = true) -> RecordSpan {
    var span = RecordSpan(channel: "c", host: "h", hasNumbers: hasNumbers)
    for (number, ticks) in heads { span.add(head(number, ticks)) }
    return span
  }

  /// In one run or in blocks, the same span comes out.
  private static func expect(
    _ heads: [(UInt64, Int64)], _ gaps: [String], _ place: SourceLocation = #_sourceLocation
  ) {
    let whole = span(heads)
    #expect(whole.gaps.map(\.why) == gaps, sourceLocation: place)
    for cut in 0...heads.count {
      var parts = span(Array(heads[..<cut]))
      parts.append(span(Array(heads[cut...])))
      #expect(parts.gaps == whole.gaps, "cut at \(cut)", sourceLocation: place)
      #expect((parts.count, parts.from, parts.to) == (whole.count, whole.from, whole.to), sourceLocation: place)
      #expect(parts.last?.number == whole.last?.number && parts.first?.number == whole.first?.number)
    }
  }

  @Test func numbersThatAreMissingAreGaps() {
    Self.expect([(1, 10), (2, 20), (3, 30)], [])
    Self.expect(
      [(1, 10), (2, 20), (5, 30), (6, 40), (8, 50)],
      ["2 record numbers are missing between 2 and 5", "1 record numbers are missing between 6 and 8"])
    // The ring of a log: what is older stands behind.
    Self.expect([(90, 10), (91, 20), (40, 30), (41, 40)], [])
    Self.expect([(1, 10), (1, 20), (2, 30)], [])
    Self.expect(
      [(0, 10), (.max, 20)], ["18446744073709551614 record numbers are missing between 0 and 18446744073709551615"])
    Self.expect([], [])
  }

  @Test func aGapSaysItsTimes() {
    let gap = Self.span([(1, 10), (4, 90)]).gaps.first
    #expect(gap?.from == Timestamp(ticks: 10) && gap?.to == Timestamp(ticks: 90))
    let without = Self.span([(1, RecordHead.noTime), (4, 90)])
    #expect(without.gaps.first?.from == nil && without.from == 90 && without.to == 90)
    #expect(RecordSpan.time(Self.span([]).from) == nil)
    #expect(RecordSpan.time(Self.span([(1, RecordHead.noTime)]).to) == nil)
  }

  @Test func linesHaveNoGaps() {
    #expect(Self.span([(1, 10), (9, 20)], hasNumbers: false).gaps.isEmpty)
  }

  @Test func gapsAreKeptUpToALimit() {
    var span = Self.span((0..<1500).map { (UInt64($0 * 2), 10) })
    #expect(span.gaps.count == 1000)
    span.append(Self.span((2000..<2100).map { (UInt64($0 * 2), 10) }))
    #expect(span.gaps.count == 1000)
    #expect(span.count == 1600)
  }
}
