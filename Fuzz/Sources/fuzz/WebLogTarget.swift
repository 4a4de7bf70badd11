import Bytes
import Records
import TextLogs
import TextLogsPlain

/// Logs of web servers: W3C with HTTPERR, IIS and NCSA.
///
/// An input is a file, read whole and in blocks cut at records: both ways must give the same rows, and as many as the
/// plain reader reads, at the same places. Without a header of its own, one stands in front of it.
enum WebLogTarget {
  private static let header = Array("#Date: 2021-03-03 05:18:07\r\n#Fields: time c-ip cs-uri-stem sc-status\r\n".utf8)

  static func run(_ input: [UInt8]) {
    let layouts = TextLogLayouts()
    var bytes = input
    if TextLogRecognition.recognize(bytes.rawSpan, path: "", layouts) == nil { bytes = header + input }
    guard let (kind, state) = TextLogRecognition.recognize(bytes.rawSpan, path: "", layouts) else { return }
    guard kind != .exchangeCSV, kind != .exchangeSetup else { return }
    let whole = TextLogRead.read(bytes, kind, state, layouts, least: Int.max)
    for least in [1, 61] {
      let parts = TextLogRead.read(bytes, kind, state, layouts, least: least)
      require(whole == parts, "whole: \(whole)\nin blocks: \(parts)")
    }
    guard let plain = PlainTextLog.read(bytes, kind: kind.name) else { return }
    let rows = plain.lines.map { "\($0.offset)+\($0.length) line \($0.number)" }
    let fast = whole.places.prefix(whole.lines).map { $0.split(separator: " ").prefix(3).joined(separator: " ") }
    require(rows == fast, "fast: \(fast)\nplain: \(rows)")
  }
}

/// Logs to begin with.
enum WebLogSeeds {
  static func logs(_ data: String?) -> [Seed] {
    var seeds = Seed.made(own)
    for file in Corpus.files(data.map { $0 + "/iis" }, [".log"], most: 20) { seeds.append(file) }
    return seeds
  }

  private static let own = [
    "#Software: Microsoft Internet Information Services 8.5\r\n#Version: 1.0\r\n#Date: 2021-03-03 05:18:07\r\n#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status\r\n2021-03-03 05:18:07 192.0.2.1 GET /owa/ a=%2540 443 - 198.51.100.7 Mozilla/5.0+(X) 200\r\n",
    "#Fields: time c-ip cs-uri-stem sc-status\n05:18:08 192.0.2.1 /x 200\n05:18:09 2001:db8::1  404\n\0\0\0\n",
    "192.0.2.114, -, 03/20/01, 7:55:20, W3SVC2, SALES1, 198.51.100.45, 4502, 163, 3223, 200, 0, GET, /Logo.gif, -,\n",
    "192.0.2.45 - EXAMPLE\\fred [08/Apr/2001:17:39:04 -0800] \"GET /a/b.dll?x=1 HTTP/1.0\" 200 3401\n",
  ]
}
