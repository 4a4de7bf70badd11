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
    let whole = TextLogRead.read(bytes, kind, state, layouts, least: Int.max)
    for least in [1, 61] {
      let parts = TextLogRead.read(bytes, kind, state, layouts, least: least)
      require(whole == parts, "whole: \(whole)\nin blocks: \(parts)")
    }
    guard kind == .exchangeCSV else { return }
    let plain = PlainExchangeLog(bytes, state)
    let rows = plain.rows.map { "\($0.offset)+\($0.length) line \($0.line) at \($0.time?.ticks ?? .min)" }
    let totals = ["\(plain.damagedBytes) damaged, \(plain.unknownBytes) unknown"]
    require(whole.places == rows + totals, "fast: \(whole.places)\nplain: \(rows + totals)")
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
