import Bytes
import EVTX
import EVTXPlain
import EVTXTestSupport
import Foundation
import Model
import Records
import Testing

/// The fast reader and the plain decoder make the same of every record.
struct FastEqualsPlainTests {
  @Test(arguments: Corpus.logs) func corpusLogIsReadTheSame(log: Corpus.Log) throws {
    try Agreement.expect(try log.bytes(), log.name)
  }

  @Test func madeLogIsReadTheSame() throws {
    try Agreement.expect(MadeLog(Self.events).bytes(), "made")
  }

  @Test(arguments: Samples.values.indices) func valueOfEveryTypeIsReadTheSame(number: Int) throws {
    try expectSame(Samples.values[number].value)
  }

  @Test(arguments: Samples.peculiarValues.indices) func peculiarValueIsReadTheSame(number: Int) throws {
    try expectSame(Samples.peculiarValues[number].value)
  }

  /// Any bytes under any type number, single and as an array: a record each, all of one layout in one log.
  @Test(arguments: Array(0..<64) + [0x40, 0x41, 0x7F]) func valueOfAnyBytesIsReadTheSame(type: UInt8) throws {
    guard type != 0x21 else { return }
    var random = SeededGenerator(seed: UInt64(type))
    var events: [MadeEvent] = []
    for size in [0, 1, 2, 3, 4, 5, 7, 8, 12, 15, 16, 17, 28, 32] {
      let bytes = (0..<size).map { _ in UInt8.random(in: .min ... .max, using: &random) }
      for value in [MadeValue.raw(type: type, bytes), .raw(type: type | 0x80, bytes)] {
        events.append(
          Samples.everyType().with { $0.payload = .eventData([.init("Value", value), .init("After", "x")]) })
      }
    }
    for layout in [MadeEvent.Layout.nested, .flat] {
      let log = MadeLog(events.map { event in event.with { $0.layout = layout } })
      #expect(FastLog.read(log.bytes()).records.count == events.count, "type \(type)")
      try Agreement.expect(log.bytes(), "type \(type), \(layout)")
    }
  }

  private func expectSame(_ value: MadeValue) throws {
    let event = Samples.everyType().with { $0.payload = .eventData([.init("Value", value), .init("After", "x")]) }
    let files = [MadeEvent.Layout.nested, .flat].map { layout in MadeLog([event.with { $0.layout = layout }]).bytes() }
    for file in files { try Agreement.expect(file, "\(value)") }
  }

  @Test func staleRecordsAreCarvedTheSame() throws {
    for kept in 1..<Self.events.count {
      try Agreement.expect(
        Damage.leavingStaleRecords(after: kept, inChunk: 0, of: MadeLog(Self.events).bytes()), "\(kept) kept")
    }
  }

  @Test(arguments: 0..<16) func damagedLogIsReadTheSame(seed: UInt64) throws {
    let file = MadeLog(Self.events).bytes()
    let used = 4096 + Int(file.value(at: 4096 + 48, as: UInt32.self))
    for round in 0..<12 {
      let seed = seed * 1000 + UInt64(round)
      let damaged = Damage.flippingBits(in: Array(file.prefix(used)), count: 1 + round % 5, seed: seed, from: 4096)
      try Agreement.expectNoContradiction(damaged, "seed \(seed)")
    }
  }

  private static let events: [MadeEvent] = {
    let events = [
      Samples.logon(user: "alice", address: "192.0.2.7"), Samples.logCleared(by: "bob"), Samples.classic(["a", "b"]),
      Samples.everyType(), Samples.logon(user: "bob", address: "2001:db8::7"),
    ]
    let layouts: [MadeEvent.Layout] = [.nested, .nestedWithoutHeader, .flat, .direct]
    return layouts.flatMap { layout in events.map { event in event.with { $0.layout = layout } } }
  }()
}

/// A record in the words that both decoders share.
struct SharedRecord: Equatable {
  let number: UInt64
  let offset: UInt64
  let length: Int
  let xml: String
  /// Name and text of each field that is not empty.
  let fields: [String]
}

/// Both decoders over one file.
enum Agreement {
  /// Records, carved records and damaged ranges must be the same.
  static func expect(_ file: [UInt8], _ what: String) throws {
    let (fast, plain) = (FastLog.read(file), plainLog(file))
    expectSame(fast.records, plain.records, what)
    #expect(fast.carved.map(\.offset) == plain.carved.map(\.offset), "carved from \(what)")
    expectSame(fast.carved, plain.carved, "carved from \(what)")
    #expect(fast.account.isBalanced, "\(what)")
    #expect(fast.badJSON.isEmpty, "JSON of \(what)")
  }

  /// What both could read must be the same; damage may stop one before the other.
  static func expectNoContradiction(_ file: [UInt8], _ what: String) throws {
    let (fast, plain) = (FastLog.read(file), plainLog(file))
    let byOffset = Dictionary(uniqueKeysWithValues: plain.records.map { ($0.offset, $0) })
    for record in fast.records {
      guard let other = byOffset[record.offset] else { continue }
      expectSame([record], [other], what)
    }
    #expect(fast.account.isBalanced, "\(what)")
    #expect(fast.badJSON.isEmpty, "JSON of \(what)")
  }

  private static func expectSame(_ fast: [SharedRecord], _ plain: [SharedRecord], _ what: String) {
    #expect(fast.map(\.offset) == plain.map(\.offset), "records of \(what)")
    for (one, other) in zip(fast, plain) where one != other {
      let field = zip(one.fields, other.fields).first { $0 != $1 }.map { "\($0) | \($1)" }
      let same = zip(one.xml.unicodeScalars, other.xml.unicodeScalars).prefix { $0 == $1 }.count
      Issue.record(
        """
        \(what): record \(one.number) at \(one.offset) differs: \(field ?? "\(one.fields.count) | \(other.fields.count)")
        fast:  \(excerpt(one.xml, same))
        plain: \(excerpt(other.xml, same))
        """)
      return
    }
  }

  private static func excerpt(_ text: String, _ place: Int) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.dropFirst(max(0, place - 80)).prefix(200)))
  }

  private static func plainLog(_ file: [UInt8]) -> (records: [SharedRecord], carved: [SharedRecord]) {
    let chunks = PlainLog.chunks(of: file)
    return (
      chunks.flatMap { offset, bytes in shared(PlainDecoder.records(inChunk: bytes), offset) },
      chunks.flatMap { offset, bytes in shared(PlainDecoder.carved(fromChunk: bytes.rawSpan), offset) }
    )
  }

  private static func shared(_ records: [PlainRecord], _ chunkOffset: Int) -> [SharedRecord] {
    records.compactMap { record in
      guard let elements = try? record.content.get() else { return nil }
      return SharedRecord(
        number: record.identifier, offset: UInt64(chunkOffset + record.offset), length: record.length,
        xml: PlainXML.text(elements),
        fields: record.fields.filter { !$0.text.isEmpty }.map { "\($0.name)=\($0.text)" })
    }
  }
}

/// A whole file through the fast reader.
enum FastLog {
  struct Content {
    var records: [SharedRecord] = []
    var carved: [SharedRecord] = []
    var account = ByteAccount()
    /// Records whose JSON does not parse.
    var badJSON: [String] = []
  }

  static func read(_ file: [UInt8]) -> Content {
    var content = Content()
    var reader = EVTXChunkReader()
    var xml = EventXML()
    var json = EventJSON()
    for (offset, bytes) in PlainLog.chunks(of: file) {
      var found: [SharedRecord] = []
      let summary = reader.read(bytes.rawSpan, at: UInt64(offset), carving: true) { head, shape, row in
        var text = ByteBuffer()
        xml.append(shape, row, to: &text)
        var object = ByteBuffer()
        json.append(shape, row, to: &object)
        if (try? JSONSerialization.jsonObject(with: Data(object.array))) == nil { content.badJSON.append(object.text) }
        found.append(
          SharedRecord(
            number: head.number, offset: head.offset, length: Int(head.length), xml: text.text,
            fields: fields(shape, row)))
      }
      content.records += found.prefix(summary.recordCount)
      content.carved += found.dropFirst(summary.recordCount)
      content.account += ByteAccount(
        size: UInt64(bytes.count), understood: UInt64(summary.understood),
        damaged: summary.skips.filter { $0.kind == .damaged }.reduce(0) { $0 + $1.length },
        unknown: summary.skips.filter { $0.kind == .unknown }.reduce(0) { $0 + $1.length })
    }
    return content
  }

  private static func fields(_ shape: Shape, _ row: borrowing Row) -> [String] {
    var result: [String] = []
    for field in shape.schema.fields {
      for text in texts(of: field, row) where !text.isEmpty { result.append("\(field.name)=\(text)") }
    }
    return result
  }

  /// One text; for a field that is one array, one for each element.
  private static func texts(of field: Schema.Field, _ row: borrowing Row) -> [String] {
    var joined = ""
    for piece in field.pieces {
      switch piece {
      case .constant(let text): joined += text
      case .percentDecoded, .joint: joined += "a derived field, which event logs do not have"
      case .slot(let number):
        let texts = texts(ofSlot: number, row)
        if field.pieces.count == 1 { return texts }
        joined += texts.joined(separator: ", ")
      }
    }
    return [joined]
  }

  private static func texts(ofSlot number: Int, _ row: borrowing Row) -> [String] {
    var texts: [String] = []
    ValueText.forEachElement(row.bytes(ofSlot: number), kind: row.slots[number].kind) { bytes, kind in
      var text = ByteBuffer()
      ValueText.append(bytes, kind: kind, folded: false, to: &text)
      texts.append(text.text)
    }
    return texts
  }
}
