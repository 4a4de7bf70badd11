internal import Bytes
internal import Records

/// What the lines of a header mean: `#Log-type:` and `#Fields:`, a bare row of names.
enum ExchangeHeader {
  /// Bytes of a header line that are looked at; a longer one changes nothing and is damaged.
  static let longestLine = 1 << 16
  /// Columns of one log; the longest known header has 92.
  static let mostColumns = 1024
  /// Letters of a name or value that are kept.
  private static let longestName = 256

  /// Moves the state over one header line, given without its line end; false where it is too long to be one, or the
  /// log's headers were too much (`TextLogState.mostColumns`).
  static func read(_ line: RawSpan, _ state: inout TextLogState, _ layouts: TextLogLayouts) -> Bool {
    guard line.byteCount <= longestLine else { return false }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return true }
    // `#Fields` and `#Log-type`; the others change nothing.
    guard colon == 7 || colon == 9 else { return true }
    let value = line.partOrEmpty(at: colon &+ 1, count: line.byteCount &- colon &- 1)
    let layout = state.layout
    var header = layout?.header ?? [:]
    switch line.partOrEmpty(at: 1, count: colon &- 1).text.lowercased() {
    case "fields":
      // Mostly the same again, since the log was opened anew.
      if let known = header["fields"], value.hasSameBytes(as: known.rawSpan) { return true }
      let names = names(value)
      guard !names.isEmpty else { return true }
      header["fields"] = value.array
      return state.change { self.layout(names, header, layouts) }
    case "log-type":
      let logType = Array(trimmed(value.text).utf8)
      guard logType != header["log-type"] else { return true }
      header["log-type"] = logType
      return state.change { self.layout(layout?.columns.map(\.name) ?? [], header, layouts) }
    default: return true
    }
  }

  /// The names in a row of names.
  static func names(_ line: RawSpan) -> [String] {
    var splitter = CSVRecordSplitter()
    _ = splitter.split(line, from: 0, isLast: true)
    splitter.markANSI(line)
    var names: [String] = []
    var text = ByteBuffer(capacity: 256)
    for number in 0..<min(splitter.slots.count, mostColumns) {
      let slot = splitter.slots[number]
      text.removeAll()
      let name = line.partOrEmpty(at: Int(slot.offset), count: Int(slot.length))
      ValueText.append(name, kind: slot.kind, folded: false, to: &text)
      names.append(trimmed(text.text))
    }
    return names.allSatisfy(\.isEmpty) ? [] : names
  }

  private static func trimmed(_ text: String) -> String {
    let blanks: Set<Character> = [" ", "\t"]
    let start = text.drop { blanks.contains($0) }
    let end = start.lastIndex { !blanks.contains($0) }
    return end.map { String(start[...$0].prefix(longestName)) } ?? ""
  }

  // MARK: Layouts

  /// The layout for these columns; `header` holds `log-type`, `channel` where the path says it, and for comparison the
  /// value of `fields`.
  static func layout(
    _ names: [String], _ header: [String: [UInt8]], _ layouts: TextLogLayouts
  ) -> TextLogLayout {
    // Names hold no line end, and no byte of UTF-8 is 0xFF or 0xFE.
    var key: [UInt8] = [TextLogKind.exchangeCSV.rawValue]
    for name in ["log-type", "channel", "fields"] { key += (header[name] ?? []) + [0xFE] }
    for name in names { key += Array(name.utf8) + [0xFF] }
    return layouts.layout(key) { made(names, header) }
  }

  private static func made(_ names: [String], _ header: [String: [UInt8]]) -> TextLogLayout {
    func text(_ name: String) -> String? { header[name].map { String(decoding: $0, as: UTF8.self) } }
    let logType = text("log-type") ?? ""
    let family = ExchangeLogFamily.find(logType: logType, channel: text("channel"), columns: names)
    let channel = family?.channel ?? text("channel") ?? ExchangeLogFamily.channel(ofUnknown: logType)
    var fields = [Schema.Field(name: "Channel", pieces: [.constant(channel)])]
    for (number, name) in names.enumerated() { fields.append(Schema.Field(name: name, pieces: [.slot(number)])) }
    fields += decoded(names)
    if let family { fields += parts(family, names) }
    let unmatched = Schema.Field(name: "unmatched", pieces: [.slot(names.count)])
    return TextLogLayout(
      kind: .exchangeCSV, schema: Schema(fields: fields, product: "exchange"),
      looseSchema: Schema(fields: fields + [unmatched], product: "exchange"),
      columns: names.map { TextLogLayout.Column(name: $0) }, header: header,
      separator: UInt8(ascii: ","), time: timeColumn(names).map { .whole($0) } ?? .none)
  }

  /// Columns that hold what a client sent, percent-escaped once or twice.
  private static let escapedColumns: Set<String> = ["urlstem", "urlquery", "anchormailbox"]

  /// `UrlStem-decoded`, its escapes undone, and `UrlStem-decoded2`, undone twice over.
  private static func decoded(_ names: [String]) -> [Schema.Field] {
    names.enumerated().filter { escapedColumns.contains($0.element.lowercased()) }.flatMap { number, name in
      WebFields.decoded(name) { [.percentDecoded(slot: number, times: $0)] }
    }
  }

  /// Fields made of items and JSON members; a column's own name wins.
  private static func parts(_ family: ExchangeLogFamily, _ names: [String]) -> [Schema.Field] {
    let lower = names.map { $0.lowercased() }
    let taken = Set(lower)
    func fields(_ column: String, _ keys: [String], _ part: (String) -> ValuePart) -> [Schema.Field] {
      guard let slot = lower.firstIndex(of: column.lowercased()) else { return [] }
      return keys.filter { !taken.contains($0.lowercased()) }.map { key in
        Schema.Field(name: key, pieces: [.part(part(key), slot: slot)], isAlias: true)
      }
    }
    var result: [Schema.Field] = []
    if let items = family.items { result += fields(items.column, items.keys) { .item(Array($0.lowercased().utf8)) } }
    if let members = family.members { result += fields(members.column, members.names) { .member(Array($0.utf8)) } }
    return result
  }

  /// The column with the record's time: the first of the best name.
  static func timeColumn(_ names: [String]) -> Int? {
    let lower = names.map { $0.lowercased() }
    for wanted in ["datetime", "date-time", "timestamp", "time-stamp", "time", "date"] {
      if let number = lower.firstIndex(of: wanted) { return number }
    }
    return nil
  }
}
