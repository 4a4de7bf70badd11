import Bytes
import EVTX
import EVTXTestSupport
import Foundation
import Model
import Records
import Testing

@testable import Examination

/// The plain decoder agrees with what the fast one made of a record, and tells where it does not.
@Suite struct SecondLookTests {
  /// A record as it is looked at: where it begins, its number, and the event that was made of it.
  private struct Seen {
    var at: Int
    var number: UInt64
    var event: Event
  }

  private static func records(_ chunk: [UInt8], carving: Bool = false) -> [Seen] {
    var reader = EVTXChunkReader()
    var fields = FieldTexts()
    var result: [Seen] = []
    _ = reader.read(chunk.rawSpan, at: 0, carving: carving) { head, shape, row in
      result.append(Seen(at: Int(head.offset), number: head.number, event: fields.event(head, shape.schema, row)))
    }
    return result
  }

  private static func chunks(_ file: [UInt8]) -> [[UInt8]] {
    stride(from: EVTXChunkReader.fileHeaderSize, to: file.count, by: EVTXChunkReader.chunkSize).map {
      Array(file[$0..<min(file.count, $0 + EVTXChunkReader.chunkSize)])
    }
  }

  private static func doubts(_ chunk: [UInt8], carving: Bool = false) -> [String] {
    records(chunk, carving: carving).compactMap {
      SecondLook.disagreement(chunk.rawSpan, at: $0.at, with: $0.event, number: $0.number)
    }
  }

  private static let events: [MadeEvent] = {
    let events = [
      Samples.logon(user: "alice", address: "192.0.2.7"), Samples.logCleared(by: "bob"), Samples.classic(["a", "b"]),
      Samples.classic(["", "a"]), Samples.classic(["a", "", "b", ""]), Samples.classic(["", ""]), Samples.classic([]),
      Samples.everyType(),
    ]
    let peculiar = Samples.peculiarValues.map { value in
      Samples.everyType().with { $0.payload = .eventData([.init("Value", value.value), .init("After", "x")]) }
    }
    let layouts: [MadeEvent.Layout] = [.nested, .nestedWithoutHeader, .flat, .direct]
    return layouts.flatMap { layout in (events + peculiar).map { event in event.with { $0.layout = layout } } }
  }()

  @Test func agreesOnMadeRecords() {
    let file = MadeLog(Self.events).bytes()
    var count = 0
    for chunk in Self.chunks(file) {
      count += Self.records(chunk).count
      #expect(Self.doubts(chunk) == [])
    }
    #expect(count == Self.events.count)
    let stale = Self.chunks(Damage.leavingStaleRecords(after: 3, inChunk: 0, of: file))[0]
    #expect(Self.records(stale, carving: true).count > 3)
    #expect(Self.doubts(stale, carving: true) == [])
  }

  @Test func agreesOnValuesOfEveryKindAlone() {
    for value in Samples.values.map({ $0.value }) + Samples.peculiarValues.map({ $0.value }) {
      let event = Samples.everyType().with { $0.payload = .eventData([.init("V", value), .init("V", value)]) }
      #expect(Self.doubts(Self.chunks(MadeLog([event]).bytes())[0]) == [], "\(value)")
    }
  }

  /// Texts and arrays in one element, as `<Note>before, elements, after</Note>`.
  @Test func agreesOnArraysInsideLongerTexts() {
    for texts in [["a", "b"], ["", "a"], ["a", ""], ["", ""], [""], []] {
      let note = MadeElement(
        "Note", [.text("before "), .substitution(0, type: 0x81, optional: false), .text(" after")])
      let event = Samples.everyType().with {
        $0.payload = .userData(
          MadeElement("Notes", [.element(note)]), [.array(of: 0x01, texts.map { .text($0) })])
      }
      for layout: MadeEvent.Layout in [.nested, .flat] {
        let chunk = Self.chunks(MadeLog([event.with { $0.layout = layout }]).bytes())[0]
        #expect(Self.records(chunk).first?.event["Note"] == "before \(texts.joined(separator: ", ")) after")
        #expect(Self.doubts(chunk) == [], "\(texts)")
      }
    }
  }

  @Test(arguments: [16_379, 16_380, 16_381, 16_383, 16_384, 16_385, 20_000])
  func aLongValueIsComparedAsFarAsItIsKept(length: Int) throws {
    for tail in ["", "ä", "世"] {
      let text = String(repeating: "x", count: length) + tail
      let event = Samples.everyType().with { $0.payload = .eventData([.init("Long", text), .init("After", "y")]) }
      #expect(Self.doubts(Self.chunks(MadeLog([event]).bytes())[0]) == [], "\(length)\(tail)")
    }
  }

  /// An array is one value of the event and may be cut after any of its elements.
  @Test(arguments: [1, 7, 100, 5000])
  func aLongArrayIsComparedAsFarAsItIsKept(elementLength: Int) throws {
    let elements = (0..<20_000 / (elementLength + 2) + 3).map { number -> MadeValue in
      .text(String(repeating: String(number % 10), count: elementLength))
    }
    for after: [MadeEvent.Field] in [[.init("After", "y")], [.init(nil, .text("y"))], []] {
      let event = Samples.everyType().with {
        $0.payload = .eventData([.init(nil, .array(of: 0x01, elements))] + after)
      }
      let chunk = Self.chunks(MadeLog([event]).bytes())[0]
      #expect(Self.records(chunk).count == 1)
      #expect(Self.doubts(chunk) == [], "\(elements.count) elements of \(elementLength)")
    }
  }

  @Test(.enabled(if: !corpus.isEmpty, "the development data is not here"), arguments: corpus)
  func agreesOnRealLogs(_ log: URL) throws {
    for chunk in Self.chunks([UInt8](try Data(contentsOf: log))).prefix(1) { #expect(Self.doubts(chunk) == []) }
  }

  /// Every fourth log of the development data, by name.
  private static let corpus: [URL] = {
    var folder = URL(filePath: #filePath)
    var shared = ProcessInfo.processInfo.environment["POSTERN_SHARED"].map { URL(filePath: $0) }
    while shared == nil, folder.path != "/" {
      folder.deleteLastPathComponent()
      let candidate = folder.appending(path: "shared")
      if FileManager.default.fileExists(atPath: candidate.path + "/data/MANIFEST.csv") { shared = candidate }
    }
    guard let logs = shared?.appending(path: "data/evtx"), let found = FileManager.default.enumerator(atPath: logs.path)
    else { return [] }
    let names = found.compactMap { $0 as? String }.filter { $0.hasSuffix(".evtx") }.sorted()
    return names.enumerated().filter { $0.offset % 4 == 1 }.map { logs.appending(path: $0.element) }
  }()

  // MARK: What is told

  private static let chunk = chunks(MadeLog([Samples.logon(user: "alice", address: "192.0.2.7")]).bytes())[0]

  private func doubt(_ change: (inout Seen) -> Void) throws -> String? {
    var seen = try #require(Self.records(Self.chunk).first)
    change(&seen)
    return SecondLook.disagreement(Self.chunk.rawSpan, at: seen.at, with: seen.event, number: seen.number)
  }

  private func place(_ name: String, _ seen: Seen) -> Int {
    seen.event.fields.firstIndex { $0.name == name } ?? -1
  }

  @Test func anAlteredValueIsTold() throws {
    let names = ["Provider_Name", "EventID", "TargetUserName", "IpAddress", "IpPort", "TimeCreated_SystemTime"]
    for name in names {
      let doubt = try self.doubt { $0.event.fields[place(name, $0)].value += "x" }
      #expect(doubt == "the second decoder reads the field \(name) of record 1 otherwise")
      let shorter = try self.doubt { $0.event.fields[place(name, $0)].value.removeLast() }
      #expect(shorter != nil)
    }
  }

  @Test func aMissingFieldIsTold() throws {
    let names = try #require(Self.records(Self.chunk).first).event.fields.map(\.name)
    #expect(names.count > 15)
    for number in names.indices {
      let doubt = try self.doubt { $0.event.fields.remove(at: number) }
      #expect(doubt != nil, "without \(names[number])")
    }
    let last = try self.doubt { $0.event.fields.removeLast() }
    #expect(last == "the second decoder reads a further field IpPort of record 1 otherwise")
  }

  @Test func aFurtherFieldIsTold() throws {
    let names = try #require(Self.records(Self.chunk).first).event.fields.map(\.name)
    for number in 0...names.count {
      let doubt = try self.doubt { $0.event.fields.insert(Event.Field(name: "More", value: "x"), at: number) }
      #expect(doubt == "the second decoder reads the field More of record 1 otherwise")
    }
  }

  @Test func otherOrderIsTold() throws {
    #expect(try doubt { $0.event.fields.swapAt(2, 3) } != nil)
  }

  @Test func anotherRecordIsTold() throws {
    #expect(try doubt { $0.number += 1 } == "the second decoder reads another number in record 2")
    let nothing = try self.doubt { $0.at += 8 }
    #expect(nothing?.hasPrefix("the second decoder cannot read record 1: ") == true, "\(nothing ?? "nil")")
    #expect(try doubt { _ in } == nil)
  }

  @Test func aLongValueIsKeptWholeAndADifferenceInItIsTold() throws {
    let text = String(repeating: "x", count: 28_000)
    let event = Samples.everyType().with { $0.payload = .eventData([.init("Long", text)]) }
    let chunk = Self.chunks(MadeLog([event]).bytes())[0]
    var seen = try #require(Self.records(chunk).first)
    let number = place("Long", seen)
    #expect(seen.event.fields[number].value.utf8.count == 28_000)
    seen.event.fields[number].value = "y" + seen.event.fields[number].value.dropFirst()
    #expect(SecondLook.disagreement(chunk.rawSpan, at: seen.at, with: seen.event, number: seen.number) != nil)
  }
}
