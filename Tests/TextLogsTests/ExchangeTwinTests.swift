import Bytes
import Foundation
import Model
import Records
import Testing
import TextLogs

@Suite("Exchange's logs read twice")
struct ExchangeTwinTests {
  /// The rows as the plain reader shows them, against those of the fast one.
  static func differences(_ bytes: [UInt8], _ run: ExchangeRun, path: String = "x.log") -> [String] {
    let layouts = TextLogLayouts()
    guard let (kind, state) = TextLogRecognition.recognize(bytes.rawSpan, path: path, layouts), kind == .exchangeCSV
    else { return run.kind == .exchangeCSV ? ["only the fast reader knows it"] : [] }
    let plain = PlainExchangeLog(bytes, state)
    var found: [String] = []
    if plain.rows.count != run.events.count { found.append("\(plain.rows.count) rows, \(run.events.count)") }
    for (row, event) in zip(plain.rows, run.events) where found.count < 3 {
      let head = event.head
      if row.offset != Int(head.offset) || row.length != Int(head.length) || row.line != Int(head.number) {
        found.append("line \(row.line) at \(row.offset), \(row.length) bytes: \(head)")
      }
      if row.time != head.time { found.append("line \(row.line): \(String(describing: row.time)), \(head.ticks)") }
      let values = row.columns.filter { !$0.isEmpty }
      let fields = event.fields.filter { $0.name != "Channel" }.map(\.value)
      let hasExtra = event.fields.contains { $0.name == "unmatched" }
      let count = hasExtra ? event.fields.count - 2 : values.count
      if !fields.prefix(count).elementsEqual(values.prefix(count)) || !hasExtra && fields.count < values.count {
        found.append("line \(row.line): \(values) and \(fields)")
      }
    }
    if plain.damagedBytes != Int(run.skips.damagedBytes) || plain.unknownBytes != Int(run.skips.unknownBytes) {
      found.append(
        "\(plain.damagedBytes) damaged, \(plain.unknownBytes) unknown: \(run.skips.damagedBytes), \(run.skips.unknownBytes)"
      )
    }
    return found
  }

  static func check(_ bytes: [UInt8], _ random: inout Random, path: String = "x.log") {
    let whole = ExchangeRun(bytes, path: path)
    let text = String(decoding: bytes.prefix(2000), as: UTF8.self)
    #expect(whole.kind == nil || whole.consumed == bytes.count, "\(text)")
    #expect(differences(bytes, whole, path: path) == [], "\(text)")
    let least = Int.random(in: 1...80, using: &random)
    let parts = ExchangeRun(bytes, path: path) { start in least + start % 57 }
    #expect(whole.passesAgree && parts.passesAgree, "blocks of \(least): \(text)")
    #expect(parts.events == whole.events, "blocks of \(least): \(text)")
    #expect(parts.skips.damagedBytes == whole.skips.damagedBytes, "blocks of \(least): \(text)")
    #expect(parts.skips.unknownBytes == whole.skips.unknownBytes, "blocks of \(least): \(text)")
  }

  typealias Random = JSONDamageTests.Seeded

  static let pieces = [
    "2021-03-01T09:00:00.000Z", "2021-03-01T09:00:00.000Z,1,2\r\n", "3/1/2021 9:00", ",", ",", ",", "\"", "\"", "\"\"",
    "\r\n", "\n", "\r", "\0", "\u{FEFF}", "#", "#Fields: DateTime,A,B\r\n", "#Fields: A,DateTime\n",
    "#Log-type: Y Log\r\n", "#TYPE x\n", "DateTime,A,B\n", "a", " ", "é", "\t", ":", "\"a\r\nb\"",
  ]

  @Test(arguments: 0..<600) func anyTextIsReadTheSameInAnyBlocks(seed: UInt64) {
    var random = Random(state: seed)
    var text = seed % 3 == 0 ? "" : ExchangeCSVTests.block
    for _ in 0..<Int.random(in: 0...60, using: &random) { text += Self.pieces.randomElement(using: &random) ?? "" }
    if seed % 3 == 0 { text = "#Log-type: X Logs\r\n" + text }
    Self.check(Array(text.utf8), &random)
  }

  @Test(arguments: 0..<300) func damagedLogsAreReadTheSameInAnyBlocks(seed: UInt64) {
    var random = Random(state: seed &+ 5000)
    let sample = ExchangeFamilyTests.samples.randomElement(using: &random) ?? ExchangeFamilyTests.samples[0]
    var text = "#Log-type: \(sample.type)\r\n#Fields: \(sample.fields)\r\n"
    for _ in 0..<8 { text += sample.row + "\r\n" }
    var bytes = Array(text.utf8)
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
      case 1: bytes.insert(Array("\",\r\n\0#".utf8).randomElement(using: &random) ?? 0, at: at)
      case 2: bytes.remove(at: at)
      default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...120, using: &random)))
      }
    }
    Self.check(bytes, &random)
  }

  @Test(arguments: 0..<200) func aDamagedRowCostsNoOther(seed: UInt64) {
    var random = Random(state: seed &+ 9000)
    let rows = (0..<6).map { "2021-03-01T09:00:0\($0).000Z,\"a \($0)\"\"\",b" }
    let hurt = Int.random(in: 0..<rows.count, using: &random)
    var bytes = Array(ExchangeCSVTests.block.utf8)
    for (number, row) in rows.enumerated() {
      var row = Array(row.utf8)
      if number == hurt {
        let byte = UInt8.random(in: 0...255, using: &random)
        row[Int.random(in: 0..<row.count, using: &random)] = byte
      }
      bytes += row + [13, 10]
    }
    let values = ExchangeRun(bytes).events.compactMap { $0["DateTime"] }
    for number in 0..<rows.count where number != hurt {
      #expect(values.contains("2021-03-01T09:00:0\(number).000Z"))
    }
  }
}

@Suite("Exchange's logs of the development data", .enabled(if: Shared.isThere, "the development data is not here"))
struct ExchangeCorpusTests {
  static let files: [String] = {
    let folder = "data/exchange/sample_server_2023/V15"
    let all = FileManager.default.enumerator(atPath: Shared.folder + "/" + folder)?.compactMap { $0 as? String } ?? []
    return all.filter { $0.hasSuffix(".LOG") }.sorted().map { folder + "/" + $0 }
  }()

  @Test func sixteenFilesAreThere() { #expect(Self.files.count == 16) }

  @Test(arguments: files) func everyLineIsARow(file: String) throws {
    let bytes = try Shared.bytes(file)
    let run = ExchangeRun(bytes, path: file)
    let lines = bytes.split(separator: 0x0A).filter { $0.first != 0x23 && $0 != [0x0D] }
    #expect(run.events.count == lines.count)
    #expect(run.events.allSatisfy { $0.head.time != nil && $0.head.timeDigits == 3 })
    #expect(run.skips.isEmpty)
    var random = ExchangeTwinTests.Random(state: 1)
    ExchangeTwinTests.check(bytes, &random, path: file)
    for seed in 0..<20 {
      var random = ExchangeTwinTests.Random(state: UInt64(seed))
      var damaged = bytes
      for _ in 0..<4 {
        let at = Int.random(in: 0..<damaged.count, using: &random)
        damaged[at] = Array("\",\r\n\0#A".utf8).randomElement(using: &random) ?? 0
      }
      ExchangeTwinTests.check(damaged, &random, path: file)
    }
  }
}
