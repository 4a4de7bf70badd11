import Bytes
import Records
import TextLogs

/// Exchange's logs and its setup log.
///
/// An input is a file, read whole and in blocks cut at records: both ways must give the same rows, and what the plain
/// reader reads. Without a header of its own, one stands in front of it.
enum ExchangeTarget {
  private static let header = Array("#Log-type: ECP Server Log\r\n#Fields: TimeStamp,A,EventData\r\n".utf8)

  static func run(_ input: [UInt8]) {
    let layouts = TextLogLayouts()
    var bytes = input
    if TextLogRecognition.recognize(bytes.rawSpan, path: "", layouts) == nil { bytes = header + input }
    guard let (kind, state) = TextLogRecognition.recognize(bytes.rawSpan, path: "", layouts) else { return }
    guard kind == .exchangeCSV || kind == .exchangeSetup else { return }
    let whole = read(bytes, kind, state, layouts, least: Int.max)
    for least in [1, 61] {
      let parts = read(bytes, kind, state, layouts, least: least)
      require(whole == parts, "whole: \(whole)\nin blocks: \(parts)")
    }
    guard kind == .exchangeCSV else { return }
    let plain = PlainExchangeLog(bytes, state)
    let rows = plain.rows.map { "\($0.offset)+\($0.length) line \($0.line) at \($0.time?.ticks ?? .min)" }
    let totals = ["\(plain.damagedBytes) damaged, \(plain.unknownBytes) unknown"]
    require(whole.places == rows + totals, "fast: \(whole.places)\nplain: \(rows + totals)")
  }

  /// What was read: the places and times of the rows with what was lost, and their texts.
  private struct Result: Equatable {
    var places: [String] = []
    var texts: [String] = []
  }

  private static func read(
    _ bytes: [UInt8], _ kind: TextLogKind, _ beginning: TextLogState, _ layouts: TextLogLayouts, least: Int
  ) -> Result {
    var reader = TextLogReader(layouts: layouts)
    var state = beginning
    var passed = beginning
    var result = Result()
    var skips = SkipTally()
    var start = 0
    var line: UInt64 = 1
    while start < bytes.count {
      var block = bytes.rawSpan.extracting(start..<bytes.count)
      var length = least
      while length < block.byteCount {
        if let border = kind.lastBorder(in: block.extracting(0..<length)) {
          block = block.extracting(0..<border)
          break
        }
        length *= 2
      }
      kind.pass(block, at: UInt64(start), &passed, layouts)
      let pass = reader.read(kind, block: block, at: UInt64(start), firstLine: line, state: &state, isLast: true) {
        head, schema, row in
        result.places.append("\(head.offset)+\(head.length) line \(head.number) at \(head.ticks)")
        for field in schema.fields where FieldValues.hasValue(field, row) {
          var text = ByteBuffer()
          FieldValues.append(field, row, folded: false, to: &text)
          result.texts.append("\(field.name)=\(text.text)")
        }
      }
      require(pass.consumed == block.byteCount, "\(pass.consumed) of \(block.byteCount) bytes read")
      require(passed.layout === state.layout, "passing a block and reading it came to different headers")
      skips.add(pass.skips)
      line = pass.line
      start += block.byteCount
    }
    result.places.append("\(skips.damagedBytes) damaged, \(skips.unknownBytes) unknown")
    return result
  }
}

/// Logs to begin with.
enum ExchangeSeeds {
  static func logs(_ data: String?) -> [Seed] {
    var seeds = Seed.made(own)
    for file in Corpus.files(data.map { $0 + "/exchange" }, [".LOG"], most: 20) { seeds.append(file) }
    return seeds
  }

  private static let own = [
    "2021-03-01T09:00:00.000Z,1,\"S:A=1;'S:CMD=a''b;''';S:URL=\"\"x\"\"\"\r\n2021-03-01T09:00:00.000Z,\"a\r\nb\",2\n",
    "\u{FEFF}DateTime,A\r\n#Software: Microsoft Exchange Server\r\n#Log-type: X\r\n#Fields: DateTime,A\r\n2021-03-01T09:00:00.000Z,\"\r\n",
    "#Log-type: audit\n#Fields: Timestamp,Data\n2021-03-01T09:00:00.000Z,\"{\"\"UserId\"\":\"\"x\\\\y\"\",\"\"Parameters\"\":[{\"\"Name\"\":\"\"N\"\",\"\"Value\"\":\"\"V\"\"}]}\"\n",
    "#TYPE x\n\"DateTime\",\"SoapAction\",\"ActAsUser\",\"ImpersonatedUser\"\n\"2021-03-01T09:00:00.000Z\",\"\",\"a\",\"b\"\n",
    "[03/06/2021 18:37:29.0350] [0] Starting Microsoft Exchange Server 2016 Setup\r\n[03/06/2021 18:37:29.0381] [2] a\r\n b\r\n",
  ]
}
