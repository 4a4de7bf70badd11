internal import Bytes
internal import Model
internal import Records

/// Microsoft IIS Log File Format (`u_in*.log`, `in*.log`): 15 values with comma and blank between them, no header.
///
/// Source: IIS documentation, "IIS Log File Formats". The fields have the names that the W3C format has for the same
/// values. Dates are written as the server's locale has them, times in its local time; no zone is named, so records
/// have no time: date and time are texts as they stand.
///
/// A line with more values has commas and blanks in its address: what follows the method is the field `unmatched`. A
/// line with fewer was cut.
struct IISLog: ~Copyable, TextLogFormat {
  private var slots = ElementBuffer<Slot>(capacity: 16)

  init() {}

  private static let columns: [TextLogLayout.Column] = [
    .init(name: "c-ip", shape: .address), .init(name: "cs-username"), .init(name: "date"), .init(name: "time"),
    .init(name: "s-sitename"), .init(name: "s-computername"), .init(name: "s-ip", shape: .address),
    .init(name: "time-taken", shape: .number), .init(name: "cs-bytes", shape: .number),
    .init(name: "sc-bytes", shape: .number), .init(name: "sc-status", shape: .number),
    .init(name: "sc-win32-status", shape: .number), .init(name: "cs-method", shape: .method),
    .init(name: "cs-uri-stem"), .init(name: "cs-uri-query"),
  ]
  /// Values up to the method, which hold no commas.
  private static let fixedCount = 13

  static func layout(_ layouts: TextLogLayouts) -> TextLogLayout {
    layouts.layout([TextLogKind.iis.rawValue]) {
      TextLogLayout(
        kind: .iis, schema: schema(isLoose: false), looseSchema: schema(isLoose: true), columns: columns,
        separator: UInt8(ascii: ","))
    }
  }

  private static func schema(isLoose: Bool) -> Schema {
    var fields = [Schema.Field(name: "Channel", pieces: [.constant("IIS/IIS")])]
    for (slot, column) in columns.enumerated() {
      fields.append(Schema.Field(name: column.name, pieces: [.slot(slot)]))
    }
    if isLoose { fields.append(Schema.Field(name: "unmatched", pieces: [.slot(columns.count)])) }
    fields.append(Schema.Field(name: "Computer", pieces: [.slot(5)], isAlias: true))
    return Schema(fields: fields + WebFields.derived(columns.map(\.name)), product: "iis")
  }

  // MARK: Recognition

  static func beginning(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) -> TextLogState? {
    let isOne = TextLogLines.first(3, of: head).contains { line in
      let values = Self.values(head, line)
      return values.count >= columns.count && fits(head, values) && isTime(head.extracting(values[3]))
    }
    return isOne ? TextLogState(layout: layout(layouts)) : nil
  }

  /// Hours may have one digit.
  private static func isTime(_ value: RawSpan) -> Bool {
    guard let colon = value.firstIndex(of: UInt8(ascii: ":")), colon == 1 || colon == 2 else { return false }
    return value.byteCount == colon + 6 && value.uint8(at: colon + 3) == UInt8(ascii: ":")
  }

  private static func fits(_ block: RawSpan, _ values: [Range<Int>]) -> Bool {
    zip(values, columns).allSatisfy { $1.shape.matchesOrNone(block.extracting($0)) }
  }

  static func lastBorder(in block: RawSpan) -> Int? { block.lastLineStart }

  static func pass(_ block: RawSpan, at offset: UInt64, _ state: inout TextLogState, _ layouts: TextLogLayouts) {
    TextLogLines.pass(block, &state)
  }

  // MARK: Reading

  mutating func read(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState, _ layouts: TextLogLayouts,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    let layout = state.layout ?? Self.layout(layouts)
    TextLogLines.walk(block, &pass, &state) { line, pass in record(block, line, layout, &pass, visit) }
  }

  private mutating func record(
    _ block: RawSpan, _ line: Range<Int>, _ layout: TextLogLayout, _ pass: inout TextLogPass,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    let values = Self.values(block, line)
    let count = Self.columns.count
    guard values.count >= 4, values.count == count || Self.fits(block, Array(values.prefix(Self.fixedCount))) else {
      return pass.skip(
        .damaged, at: line.lowerBound, count: line.count, "\(count) values expected, \(values.count) found")
    }
    let isLoose = values.count > count
    if values.count != count { pass.note("\(count) values expected, \(values.count) found") }
    slots.removeAll()
    for value in values.prefix(isLoose ? Self.fixedCount : count) { slots.append(block.logSlot(value)) }
    while slots.count < count { slots.append(Slot(offset: 0, length: 0, kind: .null)) }
    if isLoose { slots.append(block.logSlot(values[Self.fixedCount].lowerBound..<values[values.count - 1].upperBound)) }
    pass.recordCount += 1
    let head = RecordHead(
      offset: pass.offset + UInt64(line.lowerBound), length: UInt32(line.count), number: pass.line, isLine: true)
    visit(
      head, isLoose ? layout.looseSchema ?? layout.schema : layout.schema, Row(bytes: block, slots: slots.span))
  }

  /// The values of a line; the comma at its end ends the last one.
  private static func values(_ block: RawSpan, _ line: Range<Int>) -> [Range<Int>] {
    let end = block.byte(at: line.upperBound - 1) == UInt8(ascii: ",") ? line.upperBound - 1 : line.upperBound
    let text = block.extracting(0..<end)
    var values: [Range<Int>] = []
    var start = line.lowerBound
    var at = start
    while let comma = text.firstIndex(of: UInt8(ascii: ","), from: at) {
      at = comma + 1
      guard text.uint8(at: at) == 0x20, values.count < mostValues else { continue }
      values.append(start..<comma)
      start = comma + 2
      at = start
    }
    values.append(start..<end)
    return values
  }

  /// Values that are told apart; the last one is all the rest.
  private static let mostValues = 64
}

extension RawSpan {
  /// A value of a log as a slot: null for a dash or nothing, Windows-1252 where it is no UTF-8.
  func logSlot(_ range: Range<Int>) -> Slot {
    let isNull = range.isEmpty || range.count == 1 && byte(at: range.lowerBound) == UInt8(ascii: "-")
    return Slot(
      offset: UInt32(range.lowerBound), length: UInt32(range.count),
      kind: isNull ? .null : extracting(range).isUTF8 ? .utf8 : .ansi)
  }
}
