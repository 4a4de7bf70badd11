/// A W3C line with other values than its header says: every way to read it is tried.
struct PlainOddLine {
  private let line: [UInt8]
  private let header: PlainW3C.Header
  private let tokens: [ArraySlice<UInt8>]
  private let isDense: Bool

  init(_ line: [UInt8], _ header: PlainW3C.Header, _ separator: UInt8) {
    self.line = line
    self.header = header
    tokens = line.split(separator: separator)
    isDense = tokens.count == line.split(separator: separator, omittingEmptySubsequences: false).count
  }

  /// As `PlainW3C.values`.
  var values: [String?]? {
    if tokens.count > 4096 { return nil }
    let columns = header.columns
    let texts = tokens.map { PlainTextLog.value($0) }
    let missing = [String?](repeating: nil, count: max(0, columns.count - tokens.count))
    if tokens.count == columns.count, isDense || fit(tokens, columns) { return texts }
    if tokens.count > columns.count { return surplus ?? loose }
    if tokens.count < columns.count {
      if isTold(Array(columns.prefix(tokens.count))) { return texts + missing }
      if isTold(Array(columns.suffix(tokens.count))) { return missing + texts }
    }
    return loose
  }

  /// Each column without a known look in turn takes the tokens that are too many.
  private var surplus: [String?]? {
    let columns = header.columns
    let extra = tokens.count - columns.count
    let readings = columns.indices.filter { free in
      guard !Self.hasShape(columns[free]) else { return false }
      let left = Array(tokens[..<free])
      let right = Array(tokens[(free + 1 + extra)...])
      return fit(left, Array(columns[..<free])) && fit(right, Array(columns[(free + 1)...]))
    }
    guard let first = readings.first, let last = readings.last else { return nil }
    let middle = PlainTextLog.value(line[tokens[first].startIndex..<tokens[last + extra].endIndex])
    let left = tokens[..<first].map { PlainTextLog.value($0) }
    let right = tokens[(last + 1 + extra)...].map { PlainTextLog.value($0) }
    if first == last { return left + [middle] + right }
    return left + [String?](repeating: nil, count: last - first + 1) + right + [middle]
  }

  /// Date and time, and all the rest as one text.
  private var loose: [String?]? {
    let columns = header.columns
    var known = 0
    if PlainW3C.beginsWithDateAndTime(header) { known = 2 }
    if !header.isLocal, header.place("date") == nil, header.place("time") == 0 { known = 1 }
    guard known > 0, tokens.count > known, fit(Array(tokens.prefix(known)), Array(columns.prefix(known))) else {
      return nil
    }
    let rest = PlainTextLog.value(line[tokens[known].startIndex..<tokens[tokens.count - 1].endIndex])
    return tokens.prefix(known).map { PlainTextLog.value($0) }
      + [String?](repeating: nil, count: columns.count - known) + [rest]
  }

  // MARK: What values look like

  private static let numbers: Set = [
    "s-port", "c-port", "sc-status", "sc-substatus", "sc-win32-status", "sc-bytes", "cs-bytes", "time-taken",
    "s-siteid",
  ]

  private static func hasShape(_ column: String) -> Bool {
    let name = column.lowercased()
    return numbers.contains(name) || ["date", "time", "s-ip", "c-ip", "cs-method"].contains(name)
  }

  private func fit(_ tokens: [ArraySlice<UInt8>], _ columns: [String]) -> Bool {
    zip(tokens, columns).allSatisfy { Self.fits($0, $1) }
  }

  private static func fits(_ token: ArraySlice<UInt8>, _ column: String) -> Bool {
    if Array(token) == [UInt8(ascii: "-")] { return true }
    let text = String(decoding: token, as: UTF8.self)
    func holds(only allowed: String) -> Bool { text.unicodeScalars.allSatisfy(allowed.unicodeScalars.contains) }
    switch column.lowercased() {
    case "date": return PlainW3C.isDate(text)
    case "time": return PlainW3C.isTime(text)
    case "s-ip", "c-ip":
      return holds(only: "0123456789abcdefABCDEF.:%") && (text.contains(".") || text.contains(":"))
    case "cs-method": return holds(only: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_-")
    default: return numbers.contains(column.lowercased()) ? holds(only: "0123456789") : true
    }
  }

  /// Whether all tokens fit, and at least two of them surely.
  private func isTold(_ columns: [String]) -> Bool {
    guard fit(tokens, columns) else { return false }
    let sure = zip(tokens, columns).count { token, column in
      let name = column.lowercased()
      return name == "date" || name == "time"
        || token.count > 1 && (["s-ip", "c-ip"].contains(name) || Self.numbers.contains(name))
    }
    return sure >= 2
  }
}
