internal import Bytes
internal import Records

extension ExchangeCSVLog {
  /// Lines of the head that may stand before the one that tells.
  private static let linesLookedAt = 16

  /// Told by `#Software: Microsoft Exchange…` or `#Log-type:` in the head.
  ///
  /// A bare row of names alone, as diagnostics logs and copies made with Export-Csv have it, tells only where its names
  /// are those of a known family, or where the artifact lies in a folder of such logs and the first name is a time's.
  static func beginning(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) -> TextLogState? {
    var names: [String]?
    var logType: String?
    var isExchange = false
    var at = ExchangeLine.behindMarks(head, 0)
    for _ in 0..<linesLookedAt where at < head.byteCount {
      let end = head.endOfLineOrText(from: at)
      let line = head.partOrEmpty(at: at, count: end &- at)
      if ExchangeLine.beginsDirective(head, at) {
        if let text = directive("log-type", line) { logType = text }
        if let text = directive("software", line), text.lowercased().hasPrefix("microsoft exchange") {
          isExchange = true
        }
      } else if line.byteCount > 0 {
        guard names == nil, logType == nil, !isExchange, end < head.byteCount,
          line.byteCount <= ExchangeHeader.longestLine
        else { break }
        let found = ExchangeHeader.names(line)
        guard found.count > 1, found.allSatisfy(isName) else { return beginningWithRows(head, at, path, layouts) }
        names = found
      }
      at = end &+ 1
    }
    var header: [String: [UInt8]] = [:]
    let folder = ExchangeLogFamily.find(path: path)?.channel ?? unknownFolder(path)
    header["channel"] = folder.map { Array($0.utf8) }
    header["log-type"] = logType.map { Array($0.prefix(256).utf8) }
    if let names {
      let isKnown = ExchangeLogFamily.find(columns: names) != nil
      guard isExchange || logType != nil || isKnown || folder != nil && ExchangeHeader.timeColumn(names) == 0 else {
        return nil
      }
    } else if !isExchange && logType == nil {
      return nil
    }
    return TextLogState(layout: ExchangeHeader.layout(names ?? [], header, layouts))
  }

  /// A log whose first header stands behind rows, as when its beginning was lost: what the header says comes in time.
  private static func beginningWithRows(
    _ head: RawSpan, _ start: Int, _ path: String, _ layouts: TextLogLayouts
  ) -> TextLogState? {
    guard ExchangeLine.beginsTime(head, start) else { return nil }
    var at = start
    while let mark = head.firstIndex(of: UInt8(ascii: "#"), from: at) {
      at = mark &+ 1
      guard let before = head.uint8(at: mark &- 1), ExchangeLine.isEnd(before) else { continue }
      let line = head.partOrEmpty(at: mark, count: head.endOfLineOrText(from: mark) &- mark)
      guard directive("log-type", line) != nil else { continue }
      var header: [String: [UInt8]] = [:]
      header["channel"] = (ExchangeLogFamily.find(path: path)?.channel ?? unknownFolder(path)).map { Array($0.utf8) }
      return TextLogState(layout: ExchangeHeader.layout([], header, layouts))
    }
    return nil
  }

  private static func directive(_ name: StaticString, _ line: RawSpan) -> String? {
    let text = line.partOrEmpty(at: 0, count: min(line.byteCount, 512)).text
    guard let colon = text.firstIndex(of: ":"), text[..<colon].lowercased() == "#\(name)" else { return nil }
    return String(text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" })
  }

  /// Whether a text can be the name of a column: no value of a row looks so throughout.
  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, (first | 0x20) &- 0x61 < 26 || first == UInt8(ascii: "_") else { return false }
    return text.utf8.count <= 64
      && text.utf8.allSatisfy { byte in
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || " -_.()".utf8.contains(byte)
      }
  }

  /// The channel for a folder of Exchange's that is in no table.
  private static func unknownFolder(_ path: String) -> String? {
    for root in ["\\v15\\logging\\", "\\v14\\logging\\", "\\transportroles\\logs\\"] {
      guard let range = path.firstRange(of: root) else { continue }
      let rest = path[range.upperBound...].split(separator: "\\")
      if rest.count > 1 { return ExchangeLogFamily.channel(ofUnknown: String(rest[0])) }
    }
    return nil
  }
}
