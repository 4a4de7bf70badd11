internal import Bytes
internal import Model
internal import Records

/// The logs that Exchange writes with its own framework: comma-separated values under `#Fields`.
///
/// HttpProxy, ECP, EWS, PowerShell, message tracking, SMTP and more (`ExchangeLogFamily`); unknown ones are read too.
/// Source: no public specification; real logs of Exchange 2016, and RFC 4180 for the quotes.
///
/// - The header is a block of `#` lines, with a bare row of names in front of it, or that row alone; `#TYPE` and quotes
///   around every value, as Export-Csv has them. A `#Fields` line holds from there on, wherever it stands; a row that
///   repeats the names of the columns is part of the header.
/// - Text is UTF-8; a value that is none is in Windows-1252, as far as that can be known.
/// - A time is taken only with its zone, as Exchange writes it (`Z`, milliseconds).
/// - A row with too few columns, too many, or a quote that is never closed is read as far as it goes, and its bytes are
///   a damaged skip: what can be told of it is shown, but not relied on. What is in more columns than there are names
///   is one field `unmatched`.
/// - Zero bytes between rows, as a crash leaves them, are damaged; rows before the first header are unknown.
struct ExchangeCSVLog: ~Copyable, TextLogFormat {
  private var splitter = CSVRecordSplitter()
  private var padded = ElementBuffer<Slot>(capacity: 128)
  private var clock = LogClock()
  /// Whether the block has bytes beyond ASCII: most have none, and then no value must be looked at.
  private var hasHigh = false
  /// Bytes of a value that may be the name of its column.
  static let longestRepeatedName = 1024

  init() {}

  static func lastBorder(in block: RawSpan) -> Int? { ExchangeLine.lastBorder(in: block) }

  static func pass(_ block: RawSpan, at offset: UInt64, _ state: inout TextLogState, _ layouts: TextLogLayouts) {
    var at = 0
    if state.isInsideRecord {
      guard let next = ExchangeLine.next(in: block, from: 0) else { return }
      state.isInsideRecord = false
      at = next
    }
    while let mark = block.firstIndex(of: UInt8(ascii: "#"), from: at) {
      at = mark &+ 1
      guard isLineStart(block, mark), ExchangeLine.beginsDirective(block, mark) else { continue }
      let end = block.endOfLineOrText(from: mark)
      _ = ExchangeHeader.read(block.partOrEmpty(at: mark, count: end &- mark), &state, layouts)
      at = end
    }
  }

  private static func isLineStart(_ block: RawSpan, _ place: Int) -> Bool {
    var start = place
    while ExchangeLine.isMark(block, start &- 3) { start &-= 3 }
    return block.uint8(at: start &- 1).map(ExchangeLine.isEnd) ?? true
  }

  mutating func read(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState, _ layouts: TextLogLayouts,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    if state.isInsideRecord, !endGivenUp(block, &pass, &state) { return }
    hasHigh = block.hasHighByte
    while true {
      let hasColumns = state.layout?.columns.isEmpty == false
      if !hasColumns, !ExchangeLine.beginsDirective(block, ExchangeLine.behindMarks(block, pass.consumed)) {
        guard headless(block, &pass) else { break }
      }
      guard passGap(block, &pass) else { break }
      if ExchangeLine.beginsDirective(block, pass.consumed) {
        guard header(block, &pass, &state, layouts) else { break }
      } else if hasColumns, let layout = state.layout {
        guard rows(block, &pass, layout, visit) else { break }
      }
    }
    guard pass.consumed == 0, !pass.isLast, block.byteCount >= TextLogReader.longestRecord else { return }
    pass.skip(.damaged, at: 0, count: block.byteCount, "a record longer than 16 MiB")
    consume(block, to: block.byteCount, &pass)
    state.isInsideRecord = true
  }

  /// Moves to `end`, over as many lines as end before it.
  private func consume(_ block: RawSpan, to end: Int, _ pass: inout TextLogPass) {
    pass.line += UInt64(block.partOrEmpty(at: pass.consumed, count: end &- pass.consumed).lineEndCount)
    pass.consumed = end
  }

  /// Skips the rest of a record that was given up; false where the block ends inside it.
  private func endGivenUp(_ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState) -> Bool {
    let next = ExchangeLine.next(in: block, from: 0)
    pass.skip(.damaged, at: 0, count: next ?? block.byteCount, "the rest of a record longer than 16 MiB")
    consume(block, to: next ?? block.byteCount, &pass)
    state.isInsideRecord = next == nil
    return next != nil
  }

  // MARK: Between rows

  /// Moves over line ends, zero bytes and a byte order mark; false where nothing more can be read of the block.
  private func passGap(_ block: RawSpan, _ pass: inout TextLogPass) -> Bool {
    while let byte = block.uint8(at: pass.consumed) {
      switch byte {
      case 0x0A:
        pass.line += 1
        pass.consumed &+= 1
      case 0x0D:
        let next = block.uint8(at: pass.consumed &+ 1)
        if next == nil, !pass.isLast { return false }
        pass.line += 1
        pass.consumed &+= next == 0x0A ? 2 : 1
      case 0: zeros(block, &pass)
      case 0xEF:
        if !pass.isLast, block.byteCount &- pass.consumed < 3 { return false }
        let behind = ExchangeLine.behindMarks(block, pass.consumed)
        guard behind > pass.consumed else { return true }
        pass.consumed = behind
      default: return true
      }
    }
    return false
  }

  private func zeros(_ block: RawSpan, _ pass: inout TextLogPass) {
    var end = pass.consumed
    while block.uint8(at: end) == 0 { end &+= 1 }
    pass.skip(.damaged, at: pass.consumed, count: end &- pass.consumed, "zero bytes")
    pass.consumed = end
  }

  /// Reads a header line and its end; false where the block ends inside it.
  private func header(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState, _ layouts: TextLogLayouts
  ) -> Bool {
    let start = pass.consumed
    let end = block.endOfLineOrText(from: start)
    let hasEnd = end &+ 1 < block.byteCount || block.uint8(at: end) == 0x0A
    guard hasEnd || pass.isLast else { return false }
    if !ExchangeHeader.read(block.partOrEmpty(at: start, count: end &- start), &state, layouts) {
      pass.skip(
        .damaged, at: start, count: end &- start,
        "a header line longer than 64 KiB, or one after headers of \(TextLogState.mostColumns) columns in all"
      )
    }
    let isPair = block.uint8(at: end) == 0x0D && block.uint8(at: end &+ 1) == 0x0A
    consume(block, to: block.uint8(at: end) == 0 ? end : min(block.byteCount, end &+ (isPair ? 2 : 1)), &pass)
    return true
  }

  /// Skips lines that no header names; false where the block ends inside one.
  private func headless(_ block: RawSpan, _ pass: inout TextLogPass) -> Bool {
    let start = pass.consumed
    var end = start
    while end < block.byteCount {
      let next = block.endOfLineOrText(from: end)
      guard next < block.byteCount || pass.isLast else { break }
      end = next
      while let byte = block.uint8(at: end), ExchangeLine.isEnd(byte) { end &+= 1 }
      if ExchangeLine.beginsDirective(block, ExchangeLine.behindMarks(block, end)) { break }
    }
    // A CR that closes the block may be half a line end.
    if !pass.isLast, end == block.byteCount, block.uint8(at: end &- 1) == 0x0D { end &-= 1 }
    guard end > start else { return false }
    pass.skip(.unknown, at: start, count: end &- start, "rows before the first header")
    consume(block, to: end, &pass)
    return true
  }

  // MARK: Rows

  /// Reads rows up to the next header line; false where the block ends inside one.
  private mutating func rows(
    _ block: RawSpan, _ pass: inout TextLogPass, _ layout: TextLogLayout,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) -> Bool {
    let columns = layout.columns.count
    var timeSlot = -1
    if case .whole(let number) = layout.time { timeSlot = number }
    let schema = layout.schema
    while passGap(block, &pass) {
      let start = pass.consumed
      if block.uint8(at: start) == UInt8(ascii: "#"), ExchangeLine.beginsDirective(block, start) { return true }
      guard let end = splitter.split(block, from: start, isLast: pass.isLast) else { return false }
      var head = RecordHead(
        offset: pass.offset &+ UInt64(start), length: UInt32(clamping: end.place &- start), number: pass.line,
        isLine: true)
      if timeSlot >= 0, timeSlot < splitter.slots.count { setTime(&head, block, splitter.slots[timeSlot]) }
      if hasHigh, !block.partOrEmpty(at: start, count: end.place &- start).isUTF8 { splitter.markANSI(block) }
      let isWhole = splitter.columnCount == columns && !end.isOpen
      if head.ticks == RecordHead.noTime, isHeader(block, layout) {
        // The names once more: nothing to tell.
      } else {
        pass.recordCount &+= 1
        if isWhole {
          visit(head, schema, Row(bytes: block, slots: splitter.slots.span))
        } else {
          damagedRow(block, &pass, layout, head, end, visit)
        }
      }
      if end.hasLineEnds {
        consume(block, to: end.place, &pass)
      } else {
        pass.consumed = end.place
      }
    }
    return false
  }

  @inline(__always) private mutating func setTime(_ head: inout RecordHead, _ block: RawSpan, _ slot: Slot) {
    let text = block.partOrEmpty(at: Int(slot.offset), count: Int(slot.length))
    // `2021-03-03T05:18:07.331Z`, as Exchange writes it.
    if text.byteCount == 24, text.uint8(at: 10) == UInt8(ascii: "T"), text.uint8(at: 23) == UInt8(ascii: "Z"),
      text.uint8(at: 19) == UInt8(ascii: "."), let day = clock.day(text.extracting(0..<10)),
      let time = LogClock.timeOfDay(text.extracting(11..<23))
    {
      (head.ticks, head.timeDigits) = (day &+ time.ticks, time.digits)
      return
    }
    guard let time = EventTimeText(text), time.hasZone else { return }
    (head.ticks, head.timeDigits) = (time.ticks, time.digits)
  }

  /// Whether the row repeats the names of the columns, as they are or in other letter case.
  private func isHeader(_ block: RawSpan, _ layout: TextLogLayout) -> Bool {
    guard splitter.columnCount == layout.columns.count else { return false }
    for (number, column) in layout.columns.enumerated() {
      let slot = splitter.slots[number]
      guard Int(slot.length) <= Self.longestRepeatedName else { return false }
      let written = block.partOrEmpty(at: Int(slot.offset), count: Int(slot.length))
      if slot.kind == .utf8, written.hasSameBytes(as: Array(column.name.utf8).rawSpan) { continue }
      var text = ByteBuffer(capacity: 256)
      ValueText.append(written, kind: slot.kind, folded: false, to: &text)
      guard text.text.lowercased().filter({ $0 != " " }) == column.name.lowercased().filter({ $0 != " " }) else {
        return false
      }
    }
    return true
  }

  private mutating func damagedRow(
    _ block: RawSpan, _ pass: inout TextLogPass, _ layout: TextLogLayout, _ head: RecordHead,
    _ end: CSVRecordSplitter.End, _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    let (found, columns) = (splitter.columnCount, layout.columns.count)
    let start = pass.consumed
    let problem =
      end.isOpen ? "a quote that is never closed in column \(found)" : "expected \(columns) columns, found \(found)"
    let isTorn = found < columns && end.place == block.byteCount
    pass.skip(.damaged, at: start, count: end.place &- start, isTorn ? problem + ", and then the end" : problem)
    padded.removeAll()
    for number in 0..<min(found, columns) { padded.append(splitter.slots[number]) }
    guard found > columns else {
      for _ in found..<columns { padded.append(Slot(offset: UInt32(start), length: 0, kind: .null)) }
      return visit(head, layout.schema, Row(bytes: block, slots: padded.span))
    }
    let first = splitter.slots[columns]
    // With its quote, if it has one.
    let isQuoted = block.uint8(at: Int(first.offset) &- 1) == UInt8(ascii: "\"") && first.kind != .null
    let from = Int(first.offset) &- (isQuoted ? 1 : 0)
    let rest = block.partOrEmpty(at: from, count: end.place &- from)
    let kind = rest.isUTF8 || rest.firstIndex(of: 0) != nil ? ValueKind.utf8 : .ansi
    padded.append(Slot(offset: UInt32(from), length: UInt32(clamping: rest.byteCount), kind: kind))
    visit(head, layout.looseSchema ?? layout.schema, Row(bytes: block, slots: padded.span))
  }
}
