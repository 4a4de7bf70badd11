internal import Bytes
public import Model
public import Records

/// Event exports as JSON: one object for each event, on lines of their own, pretty-printed, or in one array.
///
/// Source: RFC 8259; JSON Lines. What the fields are called: `JSONFieldNames`. Read are the shapes of the Rust `evtx`
/// tool and of `postern events` (`{"Event":{"System":…,"EventData":…}}`), Winlogbeat and the Elastic Common Schema,
/// NXLog, the flat exports of OTRF, and any other object, nested ones flattened with dots.
///
/// - Text is UTF-8, with or without a byte order mark, or UTF-16, as Windows PowerShell writes it.
/// - Numbers and truth values are their text, null is a slot of kind `null`, an empty array too. The elements of an
///   array are several fields of one name.
/// - A record that is no JSON, longer than `longestRecord`, deeper than 32 levels or with more than 4,096 values is a
///   skip; reading goes on at the next line that begins with `{` and is indented no further, in an array also where
///   the first key of its first record comes again. Damage next to damage is one skip.
/// - Bytes before the first record that are no JSON are unknown, not damaged.
///
/// One reader reads one artifact, block by block and in order. Memory: the block, and less than that again.
public struct JSONEventReader: ~Copyable {
  /// Bytes that a record may have; a caller's block must be able to grow to this length.
  public static let longestRecord = 16 << 20

  private var parser = JSONRecordParser()
  private var cache: JSONSkeletonCache
  private var source = JSONSourceText()
  private var decoded = ByteBuffer(capacity: 64)
  private var ordered: [Slot] = []
  private var state = State()

  /// What is known between two blocks.
  private struct State {
    var hasBegun = false
    var hasRecords = false
    var isInArray = false
    /// Whether an opening bracket may stand here: at the start of the artifact, and after an array.
    var mayOpenArray = false
    /// How the first record of an array begins, up to the end of its first key.
    var marker: [UInt8] = []
    /// Bytes of the current line that stand before the block.
    var column = 0
    /// How far the record that was damaged was indented, while the next one is looked for.
    var damagedColumn: Int?
    var damage: Damage?
  }

  /// A range that is being skipped.
  private struct Damage {
    var kind: Skip.Kind
    var offset: UInt64
    var reason: String
    var more = 0
  }

  /// The way through one block.
  private struct Pass {
    let offset: UInt64
    let isLast: Bool
    var at = 0
    var line: UInt64
    /// Where the current line begins; below zero where that was before the block.
    var lineStart: Int
    var skips = SkipTally()
  }

  /// Makes a reader for one artifact; readers of one run share `schemas`.
  public init(schemas: JSONSchemas = JSONSchemas()) { cache = JSONSkeletonCache(schemas) }

  /// Makes it ready for another artifact, or for a block that begins with a record at the start of a line.
  ///
  /// What it learned of sets of keys stays.
  public mutating func restart() {
    state = State()
    source = JSONSourceText()
  }

  /// Reads the records of a block and calls `visit` with each, in order.
  ///
  /// - Parameters:
  ///   - block: the bytes from `offset` on.
  ///   - offset: where the block begins, counted from the start of the artifact.
  ///   - firstLine: the number of the line in which the block begins, counted from 1.
  ///   - isLast: whether the artifact ends with this block.
  ///   - visit: is given the record's place and time, its schema, and its values, which live for that call only.
  /// - Returns: how many bytes were read or skipped, how many line ends stand in them, and what was skipped. The next
  ///   block must begin with the first byte that was not consumed. Nothing is consumed where no record ends in the
  ///   block: it must be longer then, up to `longestRecord`. A skip that is still going on is returned once it ends;
  ///   all bytes that are in no skip were understood. Of very many skips only the first are kept, the rest is counted.
  public mutating func read(
    block: RawSpan, at offset: UInt64, firstLine: UInt64, isLast: Bool,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) -> (consumed: Int, lines: UInt64, skips: SkipTally) {
    var start = 0
    if !state.hasBegun {
      guard block.byteCount >= 4 || isLast else { return (0, 0, SkipTally()) }
      state.hasBegun = true
      state.mayOpenArray = offset == 0
      if offset == 0 { start = source.recognize(block) }
    }
    let rest = block.partOrEmpty(at: start, count: block.byteCount - start)
    var pass = Pass(
      offset: offset + UInt64(start), isLast: isLast, line: firstLine, lineStart: -state.column)
    let consumed = source.encoding == .utf8 ? walk(rest, &pass, visit) : walkDecoded(rest, &pass, visit)
    return (start + consumed, pass.line - firstLine, pass.skips)
  }

  private mutating func walkDecoded(
    _ block: RawSpan, _ pass: inout Pass, _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) -> Int {
    var text = ByteBuffer(capacity: 64)
    swap(&text, &decoded)
    source.decode(block, isLast: pass.isLast, to: &text)
    var consumed = walk(text.bytes, &pass, visit)
    if pass.isLast, consumed < block.byteCount {
      pass.skips.add(
        Skip(
          state.hasRecords ? .damaged : .unknown, offset: pass.offset + UInt64(consumed),
          length: UInt64(block.byteCount - consumed),
          reason: "line \(pass.line): expected a UTF-16 unit, found one byte"))
      consumed = block.byteCount
    }
    swap(&text, &decoded)
    return consumed
  }

  /// Returns how many bytes of the block were consumed.
  private mutating func walk(
    _ text: RawSpan, _ pass: inout Pass, _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) -> Int {
    var goesOn = state.damagedColumn == nil || resume(text, &pass, isContinuing: true)
    while goesOn {
      passBlanks(text, &pass)
      guard let byte = text.uint8(at: pass.at) else { break }
      if byte == UInt8(ascii: "{") {
        goesOn = record(text, &pass, visit)
      } else {
        goesOn = fail(text, &pass, at: pass.at, expected: "an opening brace")
      }
    }
    let consumed = source.source(pass.at, in: text)
    if pass.isLast { endDamage(at: pass.offset + UInt64(consumed), &pass) }
    state.column = pass.at - pass.lineStart
    return consumed
  }

  /// Moves over what may stand between records.
  private mutating func passBlanks(_ text: RawSpan, _ pass: inout Pass) {
    while let byte = text.uint8(at: pass.at) {
      if JSONBlank.isBlank(byte) {
        if byte == 0x0A {
          pass.line += 1
          pass.lineStart = pass.at + 1
        }
      } else if byte == UInt8(ascii: "["), state.mayOpenArray {
        (state.isInArray, state.mayOpenArray) = (true, false)
      } else if byte == UInt8(ascii: "]"), state.isInArray {
        (state.isInArray, state.mayOpenArray) = (false, true)
      } else if byte != UInt8(ascii: ",") || !state.isInArray {
        return
      }
      pass.at += 1
    }
  }

  /// Reads the record that begins here.
  ///
  /// False where the block ends inside it.
  private mutating func record(
    _ text: RawSpan, _ pass: inout Pass, _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) -> Bool {
    let start = pass.at
    let end: Int
    do throws(JSONRecordParser.Fault) {
      end = try parser.parse(text, at: start)
    } catch {
      return fail(text, &pass, error)
    }
    guard let entry = cache.entry(for: parser) else {
      return fail(text, &pass, at: start, expected: "at most 1 MiB of field names")
    }
    let offset = pass.offset + UInt64(source.source(start, in: text))
    endDamage(at: offset, &pass)
    let length = pass.offset + UInt64(source.source(end, in: text)) - offset
    emit(RecordHead(offset: offset, length: UInt32(clamping: length), number: pass.line, isLine: true), entry, visit)
    moveOn(text, &pass, from: start, to: end)
    return true
  }

  private mutating func moveOn(_ text: RawSpan, _ pass: inout Pass, from start: Int, to end: Int) {
    pass.at = end
    if parser.lineEnds > 0 {
      pass.line += UInt64(parser.lineEnds)
      pass.lineStart = (text.lastIndex(of: 0x0A, before: end) ?? -1) + 1
    }
    state.hasRecords = true
    guard state.isInArray else {
      state.mayOpenArray = false
      return
    }
    guard state.marker.isEmpty, let quote = text.firstIndex(of: UInt8(ascii: "\""), from: start), quote < end else {
      return
    }
    let length = text.endOfPlainJSONText(from: quote + 1) + 1 - start
    // A very long or oddly spelled first key is no help in finding records.
    if length <= 256 { state.marker = text.partOrEmpty(at: start, count: length).array }
  }

  private mutating func emit(
    _ place: RecordHead, _ entry: JSONSkeletonCache.Entry, _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    var head = place
    guard let order = entry.order else {
      let row = Row(bytes: parser.values.bytes, slots: parser.slots.span)
      Self.setTime(&head, row, entry.plan.times)
      return visit(head, entry.plan.schema, row)
    }
    ordered.removeAll(keepingCapacity: true)
    ordered.append(contentsOf: repeatElement(Slot(offset: 0, length: 0, kind: .null), count: order.count))
    for (value, slot) in order.enumerated() where value < parser.slots.count { ordered[slot] = parser.slots[value] }
    let row = Row(bytes: parser.values.bytes, slots: ordered.span)
    Self.setTime(&head, row, entry.plan.times)
    visit(head, entry.plan.schema, row)
  }

  /// The first time with a zone or in UTC by definition; else the first one at all.
  private static func setTime(_ head: inout RecordHead, _ row: borrowing Row, _ sources: [JSONFields.TimeSource]) {
    for source in sources {
      guard let time = EventTimeText(row.bytes(ofSlot: source.slot)) else { continue }
      let isSure = time.hasZone || source.isUTC
      guard isSure || head.ticks == RecordHead.noTime else { continue }
      (head.ticks, head.timeDigits) = (time.ticks, time.digits)
      if isSure { return }
    }
  }

  // MARK: Damage

  private mutating func fail(_ text: RawSpan, _ pass: inout Pass, _ fault: JSONRecordParser.Fault) -> Bool {
    switch fault {
    case .invalid(let place, let expected): return fail(text, &pass, at: place, expected: expected)
    case .incomplete where pass.isLast:
      return fail(text, &pass, at: text.byteCount, expected: "the rest of the record")
    case .incomplete:
      guard text.byteCount - pass.at >= Self.longestRecord else { return false }
      return fail(text, &pass, at: text.byteCount, expected: "a record of at most 16 MiB")
    }
  }

  /// Begins or continues a skip at the record that begins here, and looks for the next record.
  private mutating func fail(_ text: RawSpan, _ pass: inout Pass, at place: Int, expected: StaticString) -> Bool {
    if state.damage == nil {
      let isUnknown = !state.hasRecords && text.uint8(at: pass.at) != UInt8(ascii: "{")
      let found = text.uint8(at: place).map(Self.described) ?? "the end"
      let depth = place > pass.at ? " after \(place - pass.at) bytes of the record" : ""
      state.damage = Damage(
        kind: isUnknown ? .unknown : .damaged, offset: pass.offset + UInt64(source.source(pass.at, in: text)),
        reason: "line \(pass.line): expected \(expected), found \(found)\(depth)")
    } else {
      state.damage?.more += 1
    }
    state.mayOpenArray = false
    state.damagedColumn = pass.at - pass.lineStart
    return resume(text, &pass, isContinuing: false)
  }

  private static func described(_ byte: UInt8) -> String {
    if byte > 0x20, byte < 0x7F { return "'\(Character(Unicode.Scalar(byte)))'" }
    return "byte 0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }

  private mutating func endDamage(at offset: UInt64, _ pass: inout Pass) {
    guard let damage = state.damage else { return }
    state.damage = nil
    guard offset > damage.offset else { return }
    let more = damage.more == 0 ? "" : ", and \(damage.more) more like it"
    pass.skips.add(
      Skip(damage.kind, offset: damage.offset, length: offset - damage.offset, reason: damage.reason + more))
  }

  /// Moves to where the next record may begin.
  ///
  /// False where the block holds no such place: all of it is consumed then,
  /// but for a few bytes that may be the beginning of one.
  ///
  /// The damaged record begins here, or, continuing, it began in an earlier block.
  private mutating func resume(_ text: RawSpan, _ pass: inout Pass, isContinuing: Bool) -> Bool {
    let byLine = nextLine(text, from: pass.at, column: state.damagedColumn ?? 0)
    let byMarker = nextMarker(text, from: isContinuing ? pass.at : pass.at + 1)
    let found = [byLine.found, byMarker].compactMap { $0 }.min()
    let end = found ?? (pass.isLast ? text.byteCount : min(byLine.rest, markerRest(text)))
    let passed = text.partOrEmpty(at: pass.at, count: max(0, end - pass.at))
    pass.line += UInt64(passed.count(of: 0x0A))
    if let lineEnd = passed.lastIndex(of: 0x0A) { pass.lineStart = pass.at + lineEnd + 1 }
    pass.at = max(pass.at, end)
    if found != nil { state.damagedColumn = nil }
    return found != nil
  }

  /// The next line from `start` on that begins with a brace, and what of the block must be looked at again if there is
  /// none.
  private func nextLine(_ text: RawSpan, from start: Int, column: Int) -> (found: Int?, rest: Int) {
    var at = start
    while let lineEnd = text.firstIndex(of: 0x0A, from: at) {
      at = lineEnd + 1
      while let byte = text.uint8(at: at), byte == 0x20 || byte == 0x09 { at += 1 }
      guard let byte = text.uint8(at: at) else {
        return (nil, at - lineEnd <= 1024 ? lineEnd : text.byteCount)
      }
      if byte == UInt8(ascii: "{"), at - lineEnd - 1 <= column { return (at, at) }
    }
    return (nil, text.byteCount)
  }

  private func nextMarker(_ text: RawSpan, from start: Int) -> Int? {
    guard state.isInArray, !state.marker.isEmpty else { return nil }
    var marker = ByteBuffer(capacity: state.marker.count)
    marker.append(state.marker)
    return text.firstIndex(of: marker.bytes, from: start)
  }

  /// From where on a marker may have begun that the block does not hold whole.
  private func markerRest(_ text: RawSpan) -> Int {
    guard state.isInArray, !state.marker.isEmpty else { return text.byteCount }
    return max(0, text.byteCount - state.marker.count + 1)
  }
}
