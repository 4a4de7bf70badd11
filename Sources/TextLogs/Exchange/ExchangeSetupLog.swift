internal import Bytes
internal import Model
internal import Records

/// `ExchangeSetup.log`: what setup did, with a time and a depth in brackets in front of each entry.
///
/// `[MM/dd/yyyy HH:mm:ss.ffff] [depth] text`; lines without a time go on with the text. Source: real logs of 2013 and
/// 2016. Times are UTC: where setup quotes local times beside its own, they differ by the zone that the log names. The
/// four digits are milliseconds with zeros in front; above 999, which setup does not write, they are a fraction.
/// Lines before the first entry are unknown.
struct ExchangeSetupLog: ~Copyable, TextLogFormat {
  private var slots = ElementBuffer<Slot>(capacity: 16)

  init() {}

  static func beginning(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) -> TextLogState? {
    guard SetupLine.begins(head, at: ExchangeLine.behindMarks(head, 0)) else { return nil }
    let first = head.partOrEmpty(at: 0, count: min(head.byteCount, 4096)).text
    guard path.contains("exchangesetup") || first.contains("Starting Microsoft Exchange Server") else { return nil }
    return TextLogState(layout: layouts.layout([TextLogKind.exchangeSetup.rawValue], make: layout))
  }

  private static func layout() -> TextLogLayout {
    let names = ["DateTime", "Depth", "Message"]
    let fields = names.enumerated().map { Schema.Field(name: $0.element, pieces: [.slot($0.offset)]) }
    return TextLogLayout(
      kind: .exchangeSetup,
      schema: Schema(
        fields: [Schema.Field(name: "Channel", pieces: [.constant("Exchange/Setup")])] + fields, product: "exchange"),
      columns: names.map { TextLogLayout.Column(name: $0) }, time: .whole(0))
  }

  static func lastBorder(in block: RawSpan) -> Int? {
    var at = block.byteCount &- 1
    while at > 0 {
      at &-= 1
      if let byte = block.uint8(at: at), ExchangeLine.isEnd(byte), SetupLine.begins(block, at: at &+ 1) {
        return at &+ 1
      }
    }
    return nil
  }

  static func pass(_ block: RawSpan, at offset: UInt64, _ state: inout TextLogState, _ layouts: TextLogLayouts) {
    if state.isInsideRecord { state.isInsideRecord = SetupLine.next(in: block, from: 0) == nil }
  }

  mutating func read(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState, _ layouts: TextLogLayouts,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    var start = pass.offset == 0 ? ExchangeLine.behindMarks(block, 0) : 0
    if !SetupLine.begins(block, at: start) {
      let next = SetupLine.next(in: block, from: start) ?? (pass.isLast ? block.byteCount : nil)
      let isGivenUp = state.isInsideRecord
      guard let end = next ?? giveUp(block, &state) else { return }
      pass.skip(
        isGivenUp ? .damaged : .unknown, at: start, count: end &- start,
        isGivenUp ? "the rest of a record longer than 16 MiB" : "text before the first entry")
      if next != nil { state.isInsideRecord = false }
      start = end
      consume(block, to: start, &pass)
    }
    while start < block.byteCount, let layout = state.layout {
      let next = SetupLine.next(in: block, from: start) ?? (pass.isLast ? block.byteCount : nil)
      guard let next else { return giveUpRecord(block, start, &pass, &state) }
      pass.recordCount &+= 1
      entry(block, start, next, pass, layout, visit)
      consume(block, to: next, &pass)
      start = next
    }
  }

  /// Where the record that begins here is longer than any may be, it is a skip.
  private func giveUpRecord(_ block: RawSpan, _ start: Int, _ pass: inout TextLogPass, _ state: inout TextLogState) {
    guard start == 0, let end = giveUp(block, &state) else { return }
    pass.skip(.damaged, at: 0, count: end, "a record longer than 16 MiB")
    consume(block, to: end, &pass)
  }

  private func giveUp(_ block: RawSpan, _ state: inout TextLogState) -> Int? {
    guard block.byteCount >= TextLogReader.longestRecord else { return nil }
    state.isInsideRecord = true
    return block.byteCount
  }

  private func consume(_ block: RawSpan, to end: Int, _ pass: inout TextLogPass) {
    pass.line += UInt64(block.partOrEmpty(at: pass.consumed, count: end &- pass.consumed).lineEndCount)
    pass.consumed = end
  }

  private mutating func entry(
    _ block: RawSpan, _ start: Int, _ next: Int, _ pass: TextLogPass, _ layout: TextLogLayout,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    var end = next
    while end > start, let byte = block.uint8(at: end &- 1), ExchangeLine.isEnd(byte) { end &-= 1 }
    let text = block.extracting(0..<end)
    slots.removeAll()
    slots.append(slot(start &+ 1, start &+ SetupLine.timeLength &+ 1))
    var at = start &+ SetupLine.timeLength &+ 2
    let depth = SetupLine.depth(text, at)
    slots.append(depth.map { slot($0.lowerBound, $0.upperBound) } ?? slot(at, at))
    if let depth { at = depth.upperBound &+ 1 }
    if text.uint8(at: at) == UInt8(ascii: " ") { at &+= 1 }
    var message = slot(min(at, end), end)
    let isANSI = message.kind == .utf8 && !text.partOrEmpty(at: Int(message.offset), count: Int(message.length)).isUTF8
    if isANSI { message.kind = .ansi }
    slots.append(message)
    var head = RecordHead(
      offset: pass.offset &+ UInt64(start), length: UInt32(clamping: end &- start), number: pass.line, isLine: true)
    if let time = SetupLine.time(block, at: start &+ 1) { (head.ticks, head.timeDigits) = (time.ticks, time.digits) }
    visit(head, layout.schema, Row(bytes: block, slots: slots.span))
  }

  private func slot(_ start: Int, _ end: Int) -> Slot {
    Slot(offset: UInt32(clamping: start), length: UInt32(clamping: end &- start), kind: end > start ? .utf8 : .null)
  }
}
