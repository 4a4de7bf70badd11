import Bytes
import Records

/// The texts of one row's fields, made when first asked for: folded ones, and as they were written.
struct RowText: ~Copyable {
  /// Folded texts with a zero byte behind each; what is scanned lies at the front.
  private(set) var folded = ByteBuffer(capacity: 65536)
  private var original = ByteBuffer(capacity: 65536)
  private var foldedValues = ElementBuffer<Value>()
  private var originalValues = ElementBuffer<Value>()
  private var foldedFields = ElementBuffer<FieldState>()
  private var originalFields = ElementBuffer<FieldState>()
  private var stamp: UInt32 = 0

  /// One value of a field: bytes `start ..< end`.
  struct Value: BitwiseCopyable {
    var start: Int32
    var end: Int32
  }

  struct FieldState: BitwiseCopyable {
    var stamp: UInt32 = 0
    var firstValue: Int32 = 0
    var endValue: Int32 = 0
    var start: Int32 = 0
    var end: Int32 = 0
  }

  /// Forgets the row before.
  mutating func begin(fieldCount: Int) {
    folded.removeAll()
    original.removeAll()
    foldedValues.removeAll()
    originalValues.removeAll()
    if foldedFields.count < fieldCount {
      foldedFields.refill(FieldState(), count: fieldCount)
      originalFields.refill(FieldState(), count: fieldCount)
      stamp = 0
    }
    if stamp == .max {
      for at in 0..<foldedFields.count { foldedFields[at].stamp = 0 }
      for at in 0..<originalFields.count { originalFields[at].stamp = 0 }
      stamp = 0
    }
    stamp += 1
  }

  /// Makes the folded text of a field, if it is not there yet.
  mutating func fill(_ field: Int, _ layout: SchemaLayout, _ row: borrowing Row) {
    guard foldedFields[field].stamp != stamp else { return }
    let firstValue = foldedValues.count
    let start = folded.count
    Self.append(field, layout, row, isFolded: true, &folded, &foldedValues)
    foldedFields[field] = FieldState(
      stamp: stamp, firstValue: Int32(firstValue), endValue: Int32(foldedValues.count), start: Int32(start),
      end: Int32(folded.count))
  }

  private mutating func fillOriginal(_ field: Int, _ layout: SchemaLayout, _ row: borrowing Row) {
    guard originalFields[field].stamp != stamp else { return }
    let firstValue = originalValues.count
    Self.append(field, layout, row, isFolded: false, &original, &originalValues)
    originalFields[field] = FieldState(
      stamp: stamp, firstValue: Int32(firstValue), endValue: Int32(originalValues.count))
  }

  private static func append(
    _ field: Int, _ layout: SchemaLayout, _ row: borrowing Row, isFolded: Bool, _ text: inout ByteBuffer,
    _ values: inout ElementBuffer<Value>
  ) {
    let slot = Int(layout.singleSlots[field])
    if slot >= 0 { return append(slot, row, isFolded: isFolded, &text, &values) }
    let start = text.count
    guard layout.pieces.append(field, isDerived: layout.derived[field], row, isFolded: isFolded, &text) else { return }
    values.append(Value(start: Int32(start), end: Int32(text.count)))
    text.append(0)
  }

  private static func append(
    _ slot: Int, _ row: borrowing Row, isFolded: Bool, _ text: inout ByteBuffer, _ values: inout ElementBuffer<Value>
  ) {
    guard slot < row.slots.count else { return }
    let kind = row.slots[slot].kind
    if kind == .null { return }
    let bytes = row.bytes(ofSlot: slot)
    guard kind.isArray else {
      let start = text.count
      ValueText.append(bytes, kind: kind, folded: isFolded, to: &text)
      values.append(Value(start: Int32(start), end: Int32(text.count)))
      return text.append(0)
    }
    ValueText.forEachElement(bytes, kind: kind) { element, kind in
      let start = text.count
      ValueText.append(element, kind: kind, folded: isFolded, to: &text)
      values.append(Value(start: Int32(start), end: Int32(text.count)))
      text.append(0)
    }
  }

  // MARK: Reading

  /// Where the folded text of a filled field lies.
  func range(of field: Int) -> (start: Int, end: Int) {
    (Int(foldedFields[field].start), Int(foldedFields[field].end))
  }

  /// How many values a filled field has.
  func valueCount(of field: Int) -> Int {
    Int(foldedFields[field].endValue &- foldedFields[field].firstValue)
  }

  /// The folded bytes of a filled field's first value; nil where it has none.
  func firstValue(of field: Int) -> [UInt8]? {
    guard valueCount(of: field) > 0 else { return nil }
    return value(0, of: field).array
  }

  /// A folded value of a filled field.
  @_lifetime(borrow self)
  func value(_ number: Int, of field: Int) -> RawSpan {
    let value = foldedValues[Int(foldedFields[field].firstValue) &+ number]
    return folded.bytes.partOrEmpty(at: Int(value.start), count: Int(value.end &- value.start))
  }

  /// Calls `body` with the uses that a value of a filled field wakes; for tails, what follows its last backslash does.
  @inline(__always)
  func forEachUse(
    _ table: borrowing WordTable, _ number: Int, of field: Int, as groupField: Int32, isTail: Bool,
    _ body: (Int32) -> Void
  ) {
    let value = value(number, of: field)
    var start = 0
    if isTail {
      guard let place = value.offset(afterLast: UInt8(ascii: "\\")) else { return }
      start = place
    }
    table.forEachUse(groupField, value.extracting(start..<value.byteCount), body)
  }

  /// How many values a field has as they were written; makes them if they are not there yet.
  mutating func originalValueCount(of field: Int, _ layout: SchemaLayout, _ row: borrowing Row) -> Int {
    fillOriginal(field, layout, row)
    return Int(originalFields[field].endValue &- originalFields[field].firstValue)
  }

  @_lifetime(borrow self)
  func originalValue(_ number: Int, of field: Int) -> RawSpan {
    let value = originalValues[Int(originalFields[field].firstValue) &+ number]
    return original.bytes.partOrEmpty(at: Int(value.start), count: Int(value.end &- value.start))
  }
}
