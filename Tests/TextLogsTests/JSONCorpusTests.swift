import Bytes
import Model
import Records
import Testing
import TextLogs

@Suite("Event exports of the development data", .enabled(if: Shared.isThere, "the development data is not here"))
struct JSONCorpusTests {
  struct Zip: Sendable, CustomTestStringConvertible {
    var file: String
    var records: Int
    var firstTime: String
    var lastTime: String
    var testDescription: String { file }
  }

  static let zips: [Zip] = {
    guard let bytes = try? Shared.bytes("data/MANIFEST.csv") else { return [] }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    return lines.compactMap { line in
      guard line.contains("zip of winlogbeat/NXLog NDJSON") else { return nil }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      guard cells.count > 14, let records = Int(cells[10]) else { return nil }
      return Zip(file: cells[0], records: records, firstTime: cells[13], lastTime: cells[14])
    }
  }()

  @Test func theManifestListsThem() { #expect(Self.zips.count == 10) }

  @Test(arguments: zips)
  func everyRecordIsReadAndNothingElse(_ zip: Zip) throws {
    let members = zipMembers(try Shared.bytes("data/" + zip.file))
    #expect(!members.isEmpty)
    for member in members {
      let export = JSONExport(member.bytes)
      #expect(export.problems(in: member.bytes) == [])
      if member.name.hasPrefix("__MACOSX/") {
        #expect(export.events.isEmpty)
        #expect(export.skips.allSatisfy { $0.kind == .unknown })
        #expect(export.skips.map(\.length).reduce(0, +) == UInt64(member.bytes.count))
        #expect(!recognizes(member.bytes))
      } else {
        #expect(recognizes(member.bytes))
        #expect(export.events.count == zip.records)
        #expect(export.skips.isEmpty)
        #expect(export.events.allSatisfy { $0["EventID"] != nil && $0["Channel"] != nil && $0["Provider_Name"] != nil })
        #expect(export.events.allSatisfy { $0["Computer"] != nil && $0.head.time != nil })
        guard !zip.firstTime.isEmpty else { continue }
        let times = export.events.compactMap(\.head.time).sorted()
        #expect(times.first?.description == zip.firstTime)
        #expect(times.last?.description == zip.lastTime)
      }
    }
  }

  @Test func winlogbeatSample() throws {
    let bytes = try Shared.bytes("data/formats/winlogbeat_sysmon_sample.json")
    let export = JSONExport(bytes)
    #expect(export.events.map { $0["EventID"] } == ["11", "13"])
    #expect(
      export.events.map { $0["Image"] } == [
        "C:\\Windows\\System32\\svchost.exe", "C:\\Windows\\system32\\services.exe",
      ])
    #expect(export.events.first?["TargetFilename"] == "C:\\Windows\\ServiceState\\EventLog\\Data\\lastalive1.dat")
    #expect(export.events.last?.values("TargetObject").count == 1)
    #expect(export.skips.isEmpty)
  }

  @Test func xmlIsNoJSON() throws {
    #expect(!recognizes(try Shared.bytes("data/formats/xml_events_sample.xml")))
  }

  private func recognizes(_ bytes: [UInt8]) -> Bool {
    JSONEventReader.recognizes(unsafe bytes.span.bytes)
  }
}
