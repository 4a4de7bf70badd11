import Bytes
import Records
import TextLogs

/// Event exports as JSON.
///
/// An input is a file, read whole and in two blocks: both ways must give the same records and the same skips.
enum JSONTarget {
  static func run(_ input: [UInt8]) {
    _ = JSONEventReader.recognizes(input.rawSpan)
    _ = JSONEventReader.holdsEvents(input.rawSpan)
    let whole = records(input, splitAt: nil)
    let halves = records(input, splitAt: input.count / 2)
    require(whole == halves, "whole: \(whole)\nin two blocks: \(halves)")
  }

  /// The records, then what was skipped.
  private static func records(_ input: [UInt8], splitAt place: Int?) -> [String] {
    var reader = JSONEventReader()
    var found: [String] = []
    var skips = SkipTally()
    var start = 0
    var line: UInt64 = 1
    let bytes = input.rawSpan
    for end in [place, input.count].compactMap({ $0 }) {
      let block = bytes.extracting(start..<max(start, end))
      let result = reader.read(block: block, at: UInt64(start), firstLine: line, isLast: end == input.count) {
        head, schema, row in
        found.append("\(head.offset)+\(head.length) line \(head.number) at \(head.ticks): \(texts(schema, row))")
      }
      skips.add(result.skips)
      start += result.consumed
      line += result.lines
    }
    require(start == input.count, "\(start) of \(input.count) bytes read")
    let ranges = skips.kept.map { "\($0.kind) \($0.offset)+\($0.length)" }
    return found + ranges + ["\(skips.count) skips, \(skips.damagedBytes) and \(skips.unknownBytes) bytes"]
  }

  private static func texts(_ schema: Schema, _ row: borrowing Row) -> [String] {
    var texts: [String] = []
    for field in schema.fields {
      for case .slot(let slot) in field.pieces { texts.append("\(field.name)=\(row.bytes(ofSlot: slot).text)") }
    }
    return texts
  }
}

/// Events to begin with.
enum JSONSeeds {
  static func events(_ data: String?) -> [Seed] {
    var seeds = Seed.made(own)
    seeds.append(
      Seed("made-utf16", [0xFF, 0xFE] + own[1].utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }))
    for file in Corpus.files(data.map { $0 + "/otrf_json" }, [".zip"], most: 20) {
      guard let data else { continue }
      seeds += Corpus.members(of: "\(data)/otrf_json/\(file.name)", step: 1, length: 3000)
    }
    return seeds
  }

  private static let own = [
    ##"{"Event":{"#attributes":{"xmlns":"x"},"System":{"EventID":{"#attributes":{"Qualifiers":1},"#text":7},"Channel":"Security","TimeCreated":{"#attributes":{"SystemTime":"2021-03-03T05:19:21.113Z"}}},"EventData":{"A":"\u00e9\ud834\udd1e","B":[1,2.5e3,true,null]}}}"##,
    #"{"@timestamp":"2021-03-03T05:19:21.113Z","winlog":{"channel":"Security","event_id":4624,"event_data":{"A":"x"}}}"#
      + "\n",
    #"{"EventID":1,"Channel":"Microsoft-Windows-Sysmon/Operational","Image":"C:\\x.exe"}"# + "\r\n" + #"{"EventID":2}"#,
    #"[{"EventID":1},{"EventID":2}]"#, "\u{FEFF}{\"a\":{\"b\":{\"c\":[[[]]]}}}\n{broken\n{\"a\":1}\n",
    "[\n  {\n    \"EventID\": 1,\n    \"Message\": \"a\\nb\"\n  },\n  {\n    \"EventID\": }\n,  {\n    \"EventID\": 3 } ]",
  ]
}
