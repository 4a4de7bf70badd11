import Bytes
import EVTX
import EVTXTestSupport
import Evidence
import Foundation
import Model
import Records
import Testing

@testable import Examination

@Suite("A cited record read again")
struct CitedRecordTests {
  /// More than one chunk, and more events than a case keeps with their text.
  private static let log = MadeLog((0..<400).map { Samples.logon(user: "user\($0)", address: "192.0.2.7") }).bytes()

  private func artifact(_ path: String, _ format: String, _ scratch: Scratch) throws -> Artifact {
    let reader = try EvidenceReader(paths: [path], options: scratch.options)
    let open = try #require(try reader.next())
    var artifact = open.artifact
    (artifact.size, artifact.sha256) = open.finish()
    artifact.format = format
    return artifact
  }

  @Test(arguments: [0, 120, 399]) func aRecordOfALogIsItsBytesAndItsFields(number: Int) throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.evtx", Self.log)
    var places: [(offset: UInt64, length: UInt64)] = []
    var reader = EVTXChunkReader()
    for start in stride(from: 4096, to: Self.log.count, by: 65536) {
      let chunk = Array(Self.log[start..<min(start + 65536, Self.log.count)])
      _ = unsafe reader.read(chunk.span.bytes, at: UInt64(start)) { head, _, _ in
        places.append((head.offset, UInt64(head.length)))
      }
    }
    try #require(places.count == 400)
    let place = places[number]
    let citation = Citation(
      artifact: "a.evtx", sha256: "", offset: place.offset, length: place.length, place: .record(UInt64(number + 1)),
      time: nil)
    let record = try CitedRecord(
      citation, of: try artifact(path, "evtx", scratch), given: [path], options: scratch.options)
    #expect(record.bytes == Array(Self.log[Int(place.offset)..<Int(place.offset + place.length)]))
    #expect(record.event?["TargetUserName"] == "user\(number)")
    #expect(record.event?.eventID == 4624)
    #expect(record.event?.host == Samples.host)
  }

  @Test func aLineOfAnExportIsItsBytesAndItsFields() throws {
    let scratch = try Scratch()
    let lines = ["{\"EventID\":1,\"A\":\"one\"}\n", "{\"EventID\":2,\"A\":\"two\"}\n"]
    let path = try scratch.write("a.jsonl", Array(lines.joined().utf8))
    let citation = Citation(
      artifact: "a.jsonl", sha256: "", offset: UInt64(lines[0].utf8.count), length: UInt64(lines[1].utf8.count - 1),
      place: .line(2), time: nil)
    let record = try CitedRecord(
      citation, of: try artifact(path, "json-events", scratch), given: [path], options: scratch.options)
    #expect(record.bytes == Array(lines[1].dropLast().utf8))
    #expect(record.event?["A"] == "two")
  }
}
