import Foundation
import Testing
import TextLogs
import TextLogsPlain

@Suite("Logs of real web servers", .enabled(if: Shared.isThere, "the development data is not here"))
struct TextLogCorpusTests {
  static let folder = Shared.folder + "/data/iis"

  /// Paths below `iis` of all files that end so.
  static func files(_ below: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder + "/" + below)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".log") }.sorted().map { below + "/" + $0 }
  }

  /// Lines that are no directives, whatever ends them.
  private func requests(_ bytes: [UInt8]) -> Int {
    bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }).count { $0.first != UInt8(ascii: "#") }
  }

  @Test func everyRequestOfTheRealSiteComesOut() throws {
    let files = Self.files("real_site_iis85/inetpub/logs/LogFiles/W3SVC1")
    #expect(files.count > 300)
    var count = 0
    for file in files {
      let bytes = try Shared.bytes("data/iis/" + file)
      let run = try #require(TextLogRun(bytes), "\(file)")
      #expect(run.problems(in: bytes) == [])
      #expect(run.skips.isEmpty, "\(file)")
      #expect(run.lines.count == requests(bytes), "\(file)")
      #expect(run.lines.allSatisfy { $0.time != nil && $0.fields.count == 15 }, "\(file)")
      count += run.lines.count
    }
    #expect(count == 14_318)
  }

  @Test(arguments: ["lnav", "malformed", "plaso", "real_site_iis85/inetpub/logs/LogFiles/FTPSVC1"])
  func fastReaderSaysWhatThePlainOneSays(folder: String) throws {
    let files = Self.files(folder)
    #expect(!files.isEmpty)
    for file in files { try compare(try Shared.bytes("data/iis/" + file), "C:\\" + file) }
  }

  @Test func fastReaderSaysWhatThePlainOneSaysOfTheRealSite() throws {
    let files = Self.files("real_site_iis85/inetpub/logs/LogFiles/W3SVC1").enumerated().filter { $0.offset % 9 == 0 }
    for (_, file) in files { try compare(try Shared.bytes("data/iis/" + file), "C:\\" + file) }
  }

  private func compare(_ bytes: [UInt8], _ path: String) throws {
    let run = try #require(TextLogRun(bytes, path: path), "\(path)")
    let kind = try #require(TextLogRun.recognize(bytes, path: path)).kind
    let plain = try #require(PlainTextLog.read(bytes, kind: kind.name))
    #expect(run.problems(in: bytes) == [], "\(path)")
    #expect(run.lines == plain.lines, "\(path)")
    #expect(run.skippedRanges == TextLogRun.joined(plain.skips), "\(path)")
  }
}
