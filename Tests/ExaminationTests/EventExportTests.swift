import Bytes
import Evidence
import Foundation
import Model
import Testing
import TextLogs

@testable import Examination

@Suite("Event exports as evidence")
struct EventExportTests {
  private func line(_ number: Int, padding: Int = 0) -> String {
    #"{"EventID":\#(number),"Channel":"Security","Hostname":"mail01.example.org","EventTime":"2021-03-03T05:19:21Z","#
      + #""Image":"C:\\x.exe","pad":"\#(String(repeating: "p", count: padding))"}"#
  }

  private func ids(_ printed: Printed) -> [String] { printed.objects.compactMap { $0["EventID"] as? String } }

  @Test func eachRecordCitesItsLineAndItsBytes() throws {
    let scratch = try Scratch()
    let text = line(1) + "\n\n" + line(2) + "\r\n"
    let path = try scratch.write("export.json", text)
    let printed = try Printed(path, scratch)
    #expect(ids(printed) == ["1", "2"])
    #expect(printed.places.compactMap { $0["line"] as? Int } == [1, 3])
    for (place, wanted) in zip(printed.places, [line(1), line(2)]) {
      let offset = try #require(place["offset"] as? Int)
      let length = try #require(place["length"] as? Int)
      #expect(String(decoding: Array(text.utf8)[offset..<offset + length], as: UTF8.self) == wanted)
      #expect(place["artifact"] as? String == "export.json")
      #expect(place["time"] as? String == "2021-03-03T05:19:21Z")
    }
    #expect(printed.objects.first?["Hostname"] as? String == "mail01.example.org")
    #expect(printed.objects.first?["Computer"] == nil)
  }

  @Test func flatNamesAreThoseOfRules() throws {
    let scratch = try Scratch()
    let path = try scratch.write("e.ndjson", line(7))
    let object = try #require(try Printed(path, scratch, format: .flat).objects.first)
    #expect(object["Computer"] as? String == "mail01.example.org")
  }

  /// About 5 MB in lines of uneven length, so that blocks end inside records.
  private var long: [String] { (0..<5000).map { line($0, padding: $0 * 7919 % 2000) } }

  @Test(arguments: [1, 4])
  func linesAreReadInBlocksAsInOne(jobs: Int) throws {
    let scratch = try Scratch()
    let path = try scratch.write("long.jsonl", long.joined(separator: "\n"))
    let printed = try Printed(path, scratch, jobs: jobs)
    #expect(ids(printed) == (0..<5000).map(String.init))
    #expect(printed.places.compactMap { $0["line"] as? Int } == Array(1...5000))
    #expect(printed.outcome.skipCount == 0)
  }

  @Test(arguments: ["[\n", "["])
  func arraysArePassedFromBlockToBlock(opening: String) throws {
    let scratch = try Scratch()
    let separator = opening == "[" ? "," : ",\n"
    let path = try scratch.write("array.json", opening + long.joined(separator: separator) + "]")
    let printed = try Printed(path, scratch, jobs: 4)
    #expect(ids(printed) == (0..<5000).map(String.init))
    #expect(printed.outcome.skipCount == 0)
  }

  @Test func textOfPowerShellIsRead() throws {
    let scratch = try Scratch()
    var bytes: [UInt8] = [0xFF, 0xFE]
    for unit in long.prefix(2000).joined(separator: "\r\n").utf16 { bytes += [UInt8(unit & 255), UInt8(unit >> 8)] }
    let path = try scratch.write("utf16.json", bytes)
    let printed = try Printed(path, scratch, jobs: 3)
    #expect(ids(printed) == (0..<2000).map(String.init))
  }

  @Test func compressedExportsAreRead() throws {
    let scratch = try Scratch()
    let path = try scratch.write("long.json.gz", storedGzip(Array(long.joined(separator: "\n").utf8)))
    let printed = try Printed(path, scratch, jobs: 4)
    #expect(ids(printed) == (0..<5000).map(String.init))
    #expect(printed.places.first?["artifact"] as? String == "long.json")
  }

  @Test func damageCostsTheLineAlone() throws {
    let scratch = try Scratch()
    var lines = long
    for number in [0, 1777, 1778, 4999] { lines[number] = String(lines[number].dropLast(40)) + "\u{1}" }
    let path = try scratch.write("damaged.jsonl", lines.joined(separator: "\n"))
    let printed = try Printed(path, scratch, jobs: 3)
    #expect(printed.outcome.skipCount == 3)
    #expect(printed.outcome.isIncomplete)
    #expect(ids(printed) == (0..<5000).filter { ![0, 1777, 1778, 4999].contains($0) }.map(String.init))
  }

  @Test func aLineLongerThanAnyRecordCostsItselfAlone() throws {
    let scratch = try Scratch()
    // Braces inside it must not be taken for records.
    let monster = "{\"EventID\":99,\"a\":[" + String(repeating: "{\"EventID\":1},", count: 1_400_000) + "0]}"
    let lines = [line(1), line(2), monster, line(3), line(4)]
    let path = try scratch.write("monster.jsonl", lines.joined(separator: "\n"))
    let printed = try Printed(path, scratch, jobs: 2)
    #expect(ids(printed) == ["1", "2", "3", "4"])
    #expect(printed.places.compactMap { $0["line"] as? Int } == [1, 2, 4, 5])
    #expect(printed.outcome.skipCount == 1)
  }

  @Test func skipsBeyondAHundredABlockAreCountedOnly() throws {
    let scratch = try Scratch()
    let path = try scratch.write(
      "holes.jsonl", line(0) + "\n" + (0..<3000).map { _ in "{\"a\":1}\nx\n" }.joined())
    let printed = try Printed(path, scratch)
    #expect(printed.outcome.skipCount == 3000)
    #expect(printed.outcome.skips.count == 20)
    #expect(printed.outcome.recordCount == 3001)
    #expect(printed.outcome.damagedBytes == 6000)
  }

  @Test func everyByteOfABlockIsAccountedFor() throws {
    let scratch = try Scratch()
    let text = "[" + (0..<40_000).map { "{\"EventID\":\($0)}" }.joined(separator: ",") + ",nonsense"
    for (name, text) in [("a.json", text), ("b.json", long.joined(separator: "\nx\n"))] {
      let path = try scratch.write(name, text)
      let source = BlockSource(
        try .init(paths: [path], options: scratch.options), takesExports: true)
      var reader = RecordReader(carves: false, schemas: .init(), layouts: source.layouts)
      var buffer = ByteBuffer()
      var account = ByteAccount()
      while let block = try source.next(into: &buffer) {
        account += reader.read(block, buffer.bytes) { _, _, _, _ in }.account
      }
      #expect(account.isBalanced)
      #expect(account.size == UInt64(text.utf8.count))
      #expect(account.damaged > 0)
    }
  }

  @Test func otherJSONIsLeftAlone() throws {
    let scratch = try Scratch()
    let path = try scratch.write("settings.json", "{\"Image\":\"C:\\\\x.exe\"}\n")
    #expect(try Printed(path, scratch).outcome.otherCount == 1)
    let named = try scratch.write("settings.jsonl", "{\"Image\":\"C:\\\\x.exe\"}\n")
    #expect(try Printed(named, scratch).outcome.printedCount == 1)
  }

  @Test func aMemberOfTheExportWithOurNameIsKeptApart() throws {
    let scratch = try Scratch()
    let path = try scratch.write("p.jsonl", "{\"EventID\":1,\"postern\":\"theirs\"}\n")
    let object = try #require(try Printed(path, scratch).objects.first)
    #expect(object["postern_"] as? String == "theirs")
    #expect(object["postern"] is [String: Any])
  }

  @Test func exportsAsXMLAndCSVHaveTheirValues() throws {
    let scratch = try Scratch()
    let path = try scratch.write("x.jsonl", "{\"EventID\":1,\"Channel\":\"System\",\"a<b\":\"x & \\u0001y\"}\n")
    #expect(
      try Printed(path, scratch, format: .xml).lines[2].hasSuffix(
        "<Event><EventData><Data Name=\"EventID\">1</Data><Data Name=\"Channel\">System</Data>"
          + "<Data Name=\"a&lt;b\">x &amp; \u{FFFD}y</Data></EventData></Event>"))
    #expect(
      try Printed(path, scratch, format: .csv).text.contains(",,System,,1,a<b=x & <SOH>y,x.jsonl,0,"))
  }
}
