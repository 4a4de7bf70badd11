import Bytes
import EVTXPlain
import EVTXTestSupport
import Testing

/// The writer of the test support: what it writes is sound, and says what it was told.
struct WriterTests {
  private static let layouts: [MadeEvent.Layout] = [.nested, .nestedWithoutHeader, .flat, .direct]

  @Test func sameEventsAreTheSameBytes() {
    let events = (0..<50).map { Samples.logon(user: "user\($0)", address: "192.0.2.\($0)") }
    #expect(MadeLog(events).bytes() == MadeLog(events).bytes())
  }

  @Test func headersCarryCountsAndChecksums() {
    let file = MadeLog([Samples.logCleared(by: "bob"), Samples.classic(["a"])]).bytes()
    #expect(file.count == 4096 + 65_536)
    #expect(file.value(at: 42, as: UInt16.self) == 1)
    #expect(file.value(at: 124, as: UInt32.self) == CRC32.checksum(Array(file[0..<120]).rawSpan))
    let chunk = Array(file[4096...])
    let free = Int(chunk.value(at: 48, as: UInt32.self))
    #expect(chunk.value(at: 16, as: UInt64.self) == 2)
    #expect(chunk.value(at: 52, as: UInt32.self) == CRC32.checksum(Array(chunk[512..<free]).rawSpan))
    let first = CRC32.checksum(Array(chunk[0..<120]).rawSpan)
    let header = CRC32.checksum(Array(chunk[128..<512]).rawSpan, continuing: first)
    #expect(chunk.value(at: 124, as: UInt32.self) == header)
  }

  @Test func secondInstanceOfATemplatePointsToTheFirst() {
    let event = Samples.logon(user: "alice", address: "192.0.2.7")
    let file = MadeLog([event, event]).bytes()
    let records = Damage.recordOffsets(inChunk: 0, of: file)
    #expect(records.count == 2)
    let lengths = records.map { file.value(at: $0 + 4, as: UInt32.self) }
    #expect(lengths[1] < lengths[0] / 2)
    let definitions = records.map { file.value(at: $0 + 34, as: UInt32.self) }
    #expect(definitions[0] == definitions[1])
  }

  @Test func fullChunkIsFollowedByAnother() {
    let events = (0..<500).map { Samples.logon(user: "user\($0)", address: "192.0.2.1") }
    let file = MadeLog(events).bytes()
    #expect(file.value(at: 42, as: UInt16.self) > 2)
    let records = PlainLog.records(of: file)
    #expect(records.map(\.record.identifier) == Array(1...500))
    #expect(records.allSatisfy { $0.record.error == nil })
  }

  @Test(arguments: layouts) func everyLayoutSaysTheSame(layout: MadeEvent.Layout) throws {
    let event = Samples.logon(user: "alice", address: "192.0.2.7")
    let expected = try #require(PlainLog.records(of: MadeLog([event]).bytes()).first?.record.fields)
    let record = try #require(PlainLog.records(of: MadeLog([event.with { $0.layout = layout }]).bytes()).first?.record)
    #expect(record.error == nil)
    #expect(record.fields == expected)
    #expect(PlainLog.texts("TargetUserName", of: record) == ["alice"])
  }

  @Test(arguments: Samples.values.indices) func valueOfEveryTypeIsReadBack(number: Int) throws {
    try expectRoundTrip(Samples.values[number])
  }

  @Test(arguments: Samples.peculiarValues.indices) func peculiarValueIsReadBack(number: Int) throws {
    try expectRoundTrip(Samples.peculiarValues[number])
  }

  private func expectRoundTrip(_ sample: (name: String, value: MadeValue, texts: [String])) throws {
    let event = Samples.everyType().with {
      $0.payload = .eventData([.init(sample.name, sample.value), .init("After", "still in step")])
    }
    for layout in [MadeEvent.Layout.nested, .flat] {
      let file = MadeLog([event.with { $0.layout = layout }]).bytes()
      let record = try #require(PlainLog.records(of: file).first?.record)
      #expect(PlainLog.texts(sample.name, of: record) == sample.texts)
      #expect(PlainLog.texts("After", of: record) == ["still in step"])
    }
  }
}
