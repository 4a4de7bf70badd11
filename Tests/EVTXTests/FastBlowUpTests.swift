import Bytes
import EVTX
import EVTXTestSupport
import Records
import Testing

/// The fast reader on records that are small and make much.
struct FastBlowUpTests {
  @Test func hostileFragmentIsRefusedOrBounded() throws {
    let fragments: [(String, MadeFragment, isSound: Bool)] = [
      ("3 values deep", Hostile.nestedValues(depth: 3), true),
      ("10 to the 2", Hostile.fannedValues(width: 10, depth: 2), true),
      ("10 to the 7", Hostile.fannedValues(width: 10, depth: 7), false),
      ("400 to the 6", Hostile.fannedValues(width: 400, depth: 6), false),
      ("one name 20 times", Hostile.sharedName(elements: 20, length: 2000), true),
      ("one name 2,000 times", Hostile.sharedName(elements: 2000, length: 10_000), false),
      ("one value 100 times", Hostile.repeatedValue(places: 100, length: 5000), true),
      ("one value 1,000 times", Hostile.repeatedValue(places: 1000, length: 5000), false),
    ]
    for (name, fragment, isSound) in fragments {
      var log = MadeLog()
      log.add(fragment, written: Samples.time)
      log.add(Samples.logCleared(by: "bob"))
      var outcome = Outcome()
      let time = CPUTime.measure { outcome = Outcome(log.bytes()) }
      #expect(outcome.records == (isSound ? 2 : 1), "\(name): \(outcome.reasons)")
      #expect(isSound || outcome.reasons.contains { $0.contains("more") }, "\(name): \(outcome.reasons)")
      #expect(outcome.bytes < 16 << 20, "\(name): \(outcome.bytes) bytes")
      #expect(time < .seconds(2 * CPUTime.allowance), "\(name): \(time)")
    }
  }

  /// Each is within a record's bounds, all together are not within a chunk's.
  @Test func manyCostlyRecordsShareOneBudget() {
    var log = MadeLog()
    for _ in 0..<150 { log.add(Hostile.repeatedValue(places: 900, length: 100), written: Samples.time) }
    var outcome = Outcome()
    let time = CPUTime.measure { outcome = Outcome(log.bytes()) }
    #expect(outcome.records > 10)
    #expect(outcome.records < 150 * outcome.chunks)
    #expect(outcome.bytes <= outcome.chunks * 96 << 20, "\(outcome.bytes) bytes")
    #expect(time < .seconds(10 * CPUTime.allowance), "\(time)")
  }

  /// What a log makes, as XML and as JSON.
  private struct Outcome {
    var chunks = 0
    var records = 0
    var bytes = 0
    var reasons: [String] = []

    init() {}

    init(_ file: [UInt8]) {
      var reader = EVTXChunkReader()
      var xml = EventXML()
      var json = EventJSON()
      for (offset, chunk) in PlainLog.chunks(of: file) {
        var found = 0
        var made = 0
        var text = ByteBuffer()
        let summary = reader.read(chunk.rawSpan, at: UInt64(offset)) { _, shape, row in
          text.removeAll()
          xml.append(shape, row, to: &text)
          json.append(shape, row, to: &text)
          found += 1
          made += text.count
        }
        chunks += 1
        records += found
        bytes += made
        reasons += summary.skips.map(\.reason)
      }
    }
  }
}
