internal import Bytes
internal import Model
internal import Records

/// W3C Extended Log File Format, as IIS, HTTP.sys and IIS' FTP service write it.
///
/// Source: <https://www.w3.org/TR/WD-logfile.html>; times are UTC there, but for the firewall's log, which says so.
///
/// - Lines end with LF, CR LF, CR or a NUL, and a byte order mark may stand in front of each: files get joined. `#Fields` may change in mid-file, the directives come in any order.
/// - A log without a date column has the day of the last `#Date`, or the next one where the time of day lies more than
///   an hour before that line's own.
/// - A `-` is a null slot, and so is nothing at all between two blanks.
/// - A line with too many or too few values is read from both ends (`W3COddLine`); what is left in the middle is the
///   field `unmatched`. One of which nothing can be told is a skip.
/// - NULs, which stand where a buffer was never written, are a damaged range; what follows them is another line.
struct W3CLog: ~Copyable, TextLogFormat {
  private var slots = ElementBuffer<Slot>(capacity: 64)
  private var clock = LogClock()
  /// Values of a line that are told apart.
  private static let mostSlots = 4096

  init() {}

  static func lastBorder(in block: RawSpan) -> Int? { block.lastLineStart }

  static func pass(_ block: RawSpan, at offset: UInt64, _ state: inout TextLogState, _ layouts: TextLogLayouts) {
    var at = 0
    if state.isInsideRecord {
      at = block.endOfLineOrText(from: 0)
      if at == block.byteCount { return }
      state.isInsideRecord = false
    }
    let start = at
    while let sign = block.firstIndex(of: UInt8(ascii: "#"), from: at) {
      at = sign + 1
      guard sign == start || block.beginsLineBehindMarks(at: sign) else { continue }
      at = block.endOfLineOrText(from: sign)
      _ = W3CHeader.take(block.extracting(sign..<at), &state, layouts)
    }
  }

  // MARK: Reading

  /// The line that is read: where it began, and whether a byte of it may be no ASCII.
  private struct Line {
    var start: Int
    var hasHigh = false
  }

  mutating func read(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState, _ layouts: TextLogLayouts,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    guard let start = begin(block, &pass, &state) else { return }
    var line = Line(start: start)
    var token = start
    var base = start
    var mask = block.mask(atMost: 0x20, at: base)
    var found = mask.found
    line.hasHigh = mask.high != 0
    var layout = state.layout
    var separator = layout?.separator ?? 0x20
    slots.removeAll()
    while true {
      guard found != 0 else {
        base &+= 64
        if base >= block.byteCount { break }
        mask = block.mask(atMost: 0x20, at: base)
        found = mask.found
        if mask.high != 0 { line.hasHigh = true }
        continue
      }
      let place = base &+ found.trailingZeroBitCount
      found &= found &- 1
      let byte = block.byte(at: place)
      if byte == separator {
        if slots.count < Self.mostSlots { slots.append(Self.slot(block, token, place)) }
        token = place &+ 1
        continue
      }
      guard byte == 0x0A || byte == 0x0D || byte == 0 else { continue }
      if byte == 0x0D, place &+ 1 == block.byteCount, !pass.isLast { break }
      finish(block, line, token, place, layout, &pass, &state, layouts, visit)
      if block.byte(at: line.start) == UInt8(ascii: "#") {
        layout = state.layout
        separator = layout?.separator ?? 0x20
      }
      let next = block.behindUTF8Marks(from: Self.moveOn(block, place, byte, &pass))
      line.start = next
      token = next
      slots.removeAll()
      if next &- base < 64 {
        let above = ~UInt64(0) << UInt64(next &- base)
        found &= above
        line.hasHigh = mask.high & above != 0
      } else {
        base = next
        if base >= block.byteCount { break }
        mask = block.mask(atMost: 0x20, at: base)
        found = mask.found
        line.hasHigh = mask.high != 0
      }
    }
    end(block, line, token, layout, &pass, &state, layouts, visit)
  }

  /// Where the first line begins; nil where the block is done with.
  private func begin(_ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState) -> Int? {
    if state.isInsideRecord {
      let end = block.endOfLineOrText(from: 0)
      pass.skip(.damaged, at: 0, count: end, "the rest of a line of more than 16 MiB")
      pass.consumed = end
      if end == block.byteCount { return nil }
      state.isInsideRecord = false
      return end
    }
    return block.behindUTF8Marks(from: 0)
  }

  /// What is left behind the last line end.
  private mutating func end(
    _ block: RawSpan, _ line: Line, _ token: Int, _ layout: TextLogLayout?, _ pass: inout TextLogPass,
    _ state: inout TextLogState, _ layouts: TextLogLayouts, _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    pass.consumed = line.start
    let left = block.byteCount - line.start
    if pass.isLast {
      finish(block, line, token, block.byteCount, layout, &pass, &state, layouts, visit)
      pass.consumed = block.byteCount
    } else if left >= TextLogReader.longestRecord + 2 {
      pass.skip(.damaged, at: line.start, count: left, "a line of more than 16 MiB")
      pass.consumed = block.byteCount
      state.isInsideRecord = true
    }
  }

  /// The place behind the line end at `place`, which is LF, CR or NUL.
  private static func moveOn(_ block: RawSpan, _ place: Int, _ byte: UInt8, _ pass: inout TextLogPass) -> Int {
    if byte == 0 {
      let end = block.endOfNULs(from: place)
      pass.skip(.damaged, at: place, count: end - place, "NULs, where the log was never written")
      return end
    }
    pass.line += 1
    return byte == 0x0D && block.uint8(at: place &+ 1) == 0x0A ? place &+ 2 : place &+ 1
  }

  /// A dash stands for no value.
  @inline(__always)
  private static func slot(_ block: RawSpan, _ start: Int, _ end: Int) -> Slot {
    let length = end &- start
    let isNull = length == 0 || length == 1 && block.byte(at: start) == UInt8(ascii: "-")
    return Slot(
      offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: length),
      kind: isNull ? .null : .utf8)
  }

  // MARK: Lines

  /// Reads the line that ends at `end`; `token` is where its last value begins.
  private mutating func finish(
    _ block: RawSpan, _ line: Line, _ token: Int, _ end: Int, _ layout: TextLogLayout?, _ pass: inout TextLogPass,
    _ state: inout TextLogState, _ layouts: TextLogLayouts, _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    let length = end - line.start
    if length == 0 { return }
    if length >= TextLogReader.longestRecord {
      return pass.skip(.damaged, at: line.start, count: length, "a line of more than 16 MiB")
    }
    if block.byte(at: line.start) == UInt8(ascii: "#") {
      if !W3CHeader.take(block.extracting(line.start..<end), &state, layouts) {
        pass.skip(
          .unknown, at: line.start, count: length,
          "a line that begins with # and is no known directive, or one after headers of \(TextLogState.mostColumns) columns in all"
        )
      }
      return
    }
    slots.append(Self.slot(block, token, end))
    if let layout, slots.count == layout.columns.count {
      var head = RecordHead(
        offset: pass.offset + UInt64(line.start), length: UInt32(length), number: pass.line, isLine: true)
      if setTime(&head, block, layout, state) {
        if line.hasHigh { markANSI(block) }
        pass.recordCount += 1
        return visit(head, layout.schema, Row(bytes: block, slots: slots.span))
      }
    }
    odd(block, line.start..<end, layout ?? W3CHeader.bareLayout(layouts), &pass, state, visit)
  }

  /// Sets the time where the layout says how; false where the values are no such time.
  @inline(__always)
  private mutating func setTime(
    _ head: inout RecordHead, _ block: RawSpan, _ layout: TextLogLayout, _ state: TextLogState
  ) -> Bool {
    switch layout.time {
    case .dateAndTime(let date, let time):
      guard let day = clock.day(bytes(block, slots[date])),
        let (ticks, digits) = LogClock.timeOfDay(bytes(block, slots[time]))
      else { return false }
      (head.ticks, head.timeDigits) = (day &+ ticks, digits)
    case .timeOfDay(let time):
      guard let (ticks, digits) = LogClock.timeOfDay(bytes(block, slots[time])) else { return false }
      if let day = Self.day(of: ticks, state) { (head.ticks, head.timeDigits) = (day + ticks, digits) }
    case .none, .whole: break
    }
    return true
  }

  /// The midnight that a time of day counts from; nil where no `#Date` says.
  static func day(of ticks: Int64, _ state: TextLogState) -> Int64? {
    guard state.date != RecordHead.noTime else { return nil }
    let dayLength = 86_400 * Timestamp.ticksPerSecond
    let begun = state.date % dayLength
    let isNextDay = ticks + 3600 * Timestamp.ticksPerSecond < begun
    return state.date - begun + (isNextDay ? dayLength : 0)
  }

  @_lifetime(copy block)
  private func bytes(_ block: RawSpan, _ slot: Slot) -> RawSpan {
    block.partOrEmpty(at: Int(slot.offset), count: Int(slot.length))
  }

  /// Values that are no UTF-8 are of the server's code page.
  private mutating func markANSI(_ block: RawSpan) {
    for number in 0..<slots.count where slots[number].kind == .utf8 && !bytes(block, slots[number]).isUTF8 {
      slots[number].kind = .ansi
    }
  }

  /// Reads a line that has other values than its header says, as far as that can be told.
  private mutating func odd(
    _ block: RawSpan, _ range: Range<Int>, _ layout: TextLogLayout, _ pass: inout TextLogPass, _ state: TextLogState,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    for part in W3COddLine.parts(block, range, layout) {
      switch part {
      case .skip(let range, let kind, let reason):
        pass.skip(kind, at: range.lowerBound, count: range.count, reason)
      case .record(let range, let values, let isLoose, let note):
        slots.removeAll()
        for value in values {
          slots.append(
            value.map { Self.slot(block, $0.lowerBound, $0.upperBound) } ?? Slot(offset: 0, length: 0, kind: .null))
        }
        markANSI(block)
        var head = RecordHead(
          offset: pass.offset + UInt64(range.lowerBound), length: UInt32(range.count), number: pass.line, isLine: true)
        _ = setTime(&head, block, layout, state)
        pass.recordCount += 1
        pass.note(note)
        visit(head, isLoose ? layout.looseSchema ?? layout.schema : layout.schema, Row(bytes: block, slots: slots.span))
      }
    }
  }
}
