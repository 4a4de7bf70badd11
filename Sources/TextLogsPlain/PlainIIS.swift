/// The IIS format: 15 values with comma and blank between them.
enum PlainIIS {
  private static let names = [
    "c-ip", "cs-username", "date", "time", "s-sitename", "s-computername", "s-ip", "time-taken", "cs-bytes",
    "sc-bytes", "sc-status", "sc-win32-status", "cs-method", "cs-uri-stem", "cs-uri-query",
  ]

  static func read(_ bytes: [UInt8]) -> PlainLog {
    let (pieces, nuls) = PlainTextLog.pieces(bytes)
    var log = PlainLog(lines: [], skips: nuls)
    for piece in pieces {
      if let fields = fields(piece.bytes) {
        log.lines.append(
          PlainLine(offset: piece.offset, length: piece.bytes.count, number: piece.number, fields: fields))
      } else {
        log.skips.append(piece.range)
      }
    }
    log.skips.sort { $0.lowerBound < $1.lowerBound }
    return log
  }

  static func fields(_ line: [UInt8]) -> [PlainField]? {
    var text = line
    if text.last == UInt8(ascii: ",") { text.removeLast() }
    let values = split(text)
    guard values.count >= 4, values.count == 15 || fits(Array(values.prefix(13))) else { return nil }
    if values.count <= 15 {
      let missing = [String?](repeating: nil, count: 15 - values.count)
      return zip(names, values.map { PlainTextLog.value($0) } + missing).map { PlainField(name: $0, value: $1) }
    }
    let rest = Array(values.dropFirst(13).joined(separator: Array(", ".utf8)))
    let known = values.prefix(13).map { PlainTextLog.value($0) } + [nil, nil, PlainTextLog.value(rest)]
    return zip(names + ["unmatched"], known).map { PlainField(name: $0, value: $1) }
  }

  private static func split(_ text: [UInt8]) -> [[UInt8]] {
    var values: [[UInt8]] = [[]]
    var at = 0
    while at < text.count {
      if at + 1 < text.count, text[at] == UInt8(ascii: ","), text[at + 1] == 0x20 {
        values.append([])
        at += 2
      } else {
        values[values.count - 1].append(text[at])
        at += 1
      }
    }
    return values
  }

  private static func fits(_ values: [[UInt8]]) -> Bool {
    zip(values, names).allSatisfy { value, name in
      let text = String(decoding: value, as: UTF8.self)
      func holds(only allowed: String) -> Bool { text.unicodeScalars.allSatisfy(allowed.unicodeScalars.contains) }
      if text == "-" { return true }
      switch name {
      case "c-ip", "s-ip": return holds(only: "0123456789abcdefABCDEF.:%") && (text.contains(".") || text.contains(":"))
      case "time-taken", "cs-bytes", "sc-bytes", "sc-status", "sc-win32-status": return holds(only: "0123456789")
      case "cs-method": return holds(only: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-")
      default: return true
      }
    }
  }
}
