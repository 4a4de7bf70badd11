/// The NCSA common and combined formats.
enum PlainNCSA {
  private static let names = [
    "c-ip", "cs-ident", "cs-username", "time", "cs-method", "cs-uri-stem", "cs-uri-query", "cs-version", "sc-status",
    "sc-bytes", "cs(Referer)", "cs(User-Agent)",
  ]

  static func read(_ bytes: [UInt8]) -> PlainLog {
    let (pieces, nuls) = PlainTextLog.pieces(bytes)
    var log = PlainLog(lines: [], skips: nuls)
    for piece in pieces {
      guard let fields = fields(piece.bytes) else {
        log.skips.append(piece.range)
        continue
      }
      var line = PlainLine(offset: piece.offset, length: piece.bytes.count, number: piece.number, fields: fields)
      line.time = fields[3].value.flatMap(PlainNCSATime.text)
      log.lines.append(line)
    }
    log.skips.sort { $0.lowerBound < $1.lowerBound }
    return log
  }

  static func fields(_ line: [UInt8]) -> [PlainField]? {
    var rest = line[...]
    guard let host = take(&rest, until: " "), !host.isEmpty, let ident = take(&rest, until: " "),
      let user = user(&rest), let time = take(&rest, until: "] \""), let request = request(&rest)
    else { return nil }
    let status = rest.prefix(3)
    rest = rest.dropFirst(4)
    var values = [host, ident, user, time] + parts(request) + [Array(status)]
    guard let size = take(&rest, until: " ") else {
      return zip(names, values + [Array(rest)]).map { PlainField(name: $0, value: PlainTextLog.value($1)) }
    }
    values.append(size)
    guard rest.first == UInt8(ascii: "\""), rest.count > 1, rest.last == UInt8(ascii: "\"") else { return nil }
    rest = rest.dropFirst()
    guard let referrer = take(&rest, until: "\" \""), !rest.isEmpty else { return nil }
    values += [referrer, Array(rest.dropLast())]
    return zip(names, values).map { PlainField(name: $0, value: PlainTextLog.value($1)) }
  }

  /// What stands before `mark`; both are taken.
  private static func take(_ rest: inout ArraySlice<UInt8>, until mark: String) -> [UInt8]? {
    for at in rest.indices where rest[at...].starts(with: mark.utf8) {
      let taken = Array(rest[..<at])
      rest = rest[(at + mark.utf8.count)...]
      return taken
    }
    return nil
  }

  /// The name before the bracket of the time, which may be empty or have blanks.
  private static func user(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    if rest.first == UInt8(ascii: "[") {
      rest = rest.dropFirst()
      return []
    }
    return take(&rest, until: " [")
  }

  /// Up to the quote behind which a status of three digits stands.
  private static func request(_ rest: inout ArraySlice<UInt8>) -> [UInt8]? {
    for at in rest.indices where rest[at] == UInt8(ascii: "\"") {
      let tail = Array(rest[(at + 1)...].prefix(6))
      guard tail.count == 6, tail[0] == 0x20, tail[4] == 0x20, tail[1...3].allSatisfy({ (0x30...0x39).contains($0) })
      else { continue }
      let request = Array(rest[..<at])
      rest = rest[(at + 2)...]
      return request
    }
    return nil
  }

  /// Method, stem, query, version.
  private static func parts(_ request: [UInt8]) -> [[UInt8]] {
    guard let first = request.firstIndex(of: 0x20), let last = request.lastIndex(of: 0x20), first < last else {
      return [[], request, [], []]
    }
    let target = request[(first + 1)..<last]
    let question = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    return [
      Array(request[..<first]), Array(target[..<question]), Array(target[question...].dropFirst()),
      Array(request[(last + 1)...]),
    ]
  }
}
