internal import Bytes
internal import Model
internal import Records

/// NCSA Common Log File Format (`u_nc*.log`, `nc*.log`), and the combined one with referrer and user agent.
///
/// Source: IIS documentation, "NCSA Common Log File Format"; the time has its zone in it. The fields have the names that
/// the W3C format has for the same values; `cs-ident` is the remote logon name, which is always a dash with IIS.
///
/// A line that is none is a skip.
struct NCSALog: ~Copyable, TextLogFormat {
  private var slots = ElementBuffer<Slot>(capacity: 16)

  init() {}

  private static let names = [
    "c-ip", "cs-ident", "cs-username", "time", "cs-method", "cs-uri-stem", "cs-uri-query", "cs-version", "sc-status",
    "sc-bytes",
  ]
  private static let combinedNames = names + ["cs(Referer)", "cs(User-Agent)"]

  /// The combined format is the loose schema.
  private static func layout(_ layouts: TextLogLayouts) -> TextLogLayout {
    layouts.layout([TextLogKind.ncsa.rawValue]) {
      TextLogLayout(
        kind: .ncsa, schema: schema(names), looseSchema: schema(combinedNames),
        columns: names.map { TextLogLayout.Column(name: $0) }, time: .whole(3))
    }
  }

  private static func schema(_ names: [String]) -> Schema {
    var fields = [Schema.Field(name: "Channel", pieces: [.constant("IIS/NCSA")])]
    for (slot, name) in names.enumerated() { fields.append(Schema.Field(name: name, pieces: [.slot(slot)])) }
    return Schema(fields: fields + WebFields.derived(names), product: "iis")
  }

  static func beginning(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) -> TextLogState? {
    let isOne = TextLogLines.first(3, of: head).contains { line in
      NCSALine(head, line).map { NCSALine.time(head.extracting($0.values[3])) != nil } ?? false
    }
    return isOne ? TextLogState(layout: layout(layouts)) : nil
  }

  static func lastBorder(in block: RawSpan) -> Int? { block.lastLineStart }

  static func pass(_ block: RawSpan, at offset: UInt64, _ state: inout TextLogState, _ layouts: TextLogLayouts) {
    TextLogLines.pass(block, &state)
  }

  mutating func read(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState, _ layouts: TextLogLayouts,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    let layout = state.layout ?? Self.layout(layouts)
    TextLogLines.walk(block, &pass, &state) { line, pass in
      guard let values = NCSALine(block, line)?.values else {
        return pass.skip(.damaged, at: line.lowerBound, count: line.count, "no line of the NCSA common log format")
      }
      slots.removeAll()
      for value in values { slots.append(block.logSlot(value)) }
      var head = RecordHead(
        offset: pass.offset + UInt64(line.lowerBound), length: UInt32(line.count), number: pass.line, isLine: true)
      if let ticks = NCSALine.time(block.extracting(values[3])) { (head.ticks, head.timeDigits) = (ticks, 0) }
      pass.recordCount += 1
      let isCombined = values.count > Self.names.count
      visit(
        head, isCombined ? layout.looseSchema ?? layout.schema : layout.schema,
        Row(bytes: block, slots: slots.span))
    }
  }
}

/// The places of the values in one line: 10 of the common format, 12 of the combined one.
struct NCSALine {
  private(set) var values: [Range<Int>] = []

  /// Nil where the line is none of either format.
  init?(_ block: RawSpan, _ line: Range<Int>) {
    let text = block.extracting(0..<line.upperBound)
    func place(of byte: StaticString, from start: Int) -> Int? {
      let wanted = Array(byte.description.utf8)
      return unsafe text.offset(of: wanted.span.bytes, from: start)
    }
    guard let host = place(of: " ", from: line.lowerBound), host > line.lowerBound,
      let ident = place(of: " ", from: host + 1), let user = place(of: " [", from: ident),
      let time = place(of: "] \"", from: user + 2)
    else { return nil }
    let request = time + 3
    guard let end = Self.endOfRequest(text, from: request) else { return nil }
    values = [line.lowerBound..<host, host + 1..<ident, min(ident + 1, user)..<user, user + 2..<time]
    values += Self.request(text, request..<end)
    let status = end + 2..<end + 5
    let sizeEnd = text.firstIndex(of: 0x20, from: status.upperBound + 1) ?? line.upperBound
    values += [status, status.upperBound + 1..<sizeEnd]
    guard sizeEnd < line.upperBound else { return }
    guard text.uint8(at: sizeEnd + 1) == UInt8(ascii: "\""), let referrer = place(of: "\" \"", from: sizeEnd + 2),
      text.byte(at: line.upperBound - 1) == UInt8(ascii: "\""), referrer + 3 <= line.upperBound - 1
    else { return nil }
    values += [sizeEnd + 2..<referrer, referrer + 3..<line.upperBound - 1]
  }

  /// The quote that three digits and a blank follow; requests may hold quotes.
  private static func endOfRequest(_ text: RawSpan, from start: Int) -> Int? {
    var at = start
    while let quote = text.firstIndex(of: UInt8(ascii: "\""), from: at) {
      if text.uint8(at: quote + 1) == 0x20, text.uint8(at: quote + 5) == 0x20,
        let status = text.part(at: quote + 2, count: 3), LogShape.number.matches(status), text.byteCount > quote + 6
      {
        return quote
      }
      at = quote + 1
    }
    return nil
  }

  /// Method, stem, query and version of a request line; of one that is none, all of it is the stem.
  private static func request(_ text: RawSpan, _ range: Range<Int>) -> [Range<Int>] {
    let none = range.lowerBound..<range.lowerBound
    guard let method = text.extracting(0..<range.upperBound).firstIndex(of: 0x20, from: range.lowerBound),
      let blank = text.lastIndex(of: 0x20, before: range.upperBound), blank > method
    else { return [none, range, none, none] }
    let target = method + 1..<blank
    let question = text.extracting(0..<target.upperBound).firstIndex(of: UInt8(ascii: "?"), from: target.lowerBound)
    let stem = target.lowerBound..<(question ?? target.upperBound)
    let query = min((question ?? target.upperBound) + 1, target.upperBound)..<target.upperBound
    return [range.lowerBound..<method, stem, query, blank + 1..<range.upperBound]
  }

  /// The time in `08/Apr/2001:17:39:04 -0800`; nil for what is none.
  static func time(_ text: RawSpan) -> Int64? {
    let parts = text.text.split(whereSeparator: { "/: ".contains($0) }).map(String.init)
    guard parts.count == 7, text.byteCount == 26,
      (parts.dropLast() + [String(parts[6].dropFirst())]).allSatisfy(isPlain),
      let month = months.firstIndex(of: parts[1]),
      let day = Int(parts[0]), let year = Int(parts[2]), let hour = Int(parts[3]), let minute = Int(parts[4]),
      let second = Int(parts[5]), let zone = Int(parts[6]), "+-".contains(parts[6].prefix(1)), abs(zone) < 2400,
      abs(zone) % 100 < 60,
      let local = Timestamp(
        .init(year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second, fraction: 0))
    else { return nil }
    return local.ticks - Int64(zone / 100 * 60 + zone % 100) * 60 * Timestamp.ticksPerSecond
  }

  /// Letters and digits alone, no sign that a number may have.
  private static func isPlain(_ part: String) -> Bool { part.utf8.allSatisfy { $0 >= 0x30 && $0 != 0x3A } }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
