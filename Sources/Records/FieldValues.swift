public import Bytes

/// The values of one field of a row as text.
public enum FieldValues {
  /// Whether any part of it is there and not null.
  public static func hasValue(_ field: Schema.Field, _ row: borrowing Row) -> Bool {
    for piece in field.pieces {
      guard let slot = piece.slot else { return true }
      if row.hasValue(inSlot: slot) { return true }
    }
    return false
  }

  /// Whether it may have several values: it is one slot with an array.
  public static func isArray(_ field: Schema.Field, _ row: borrowing Row) -> Bool {
    guard field.pieces.count == 1, case .slot(let slot) = field.pieces[0], slot < row.slots.count else { return false }
    return row.slots[slot].kind.isArray
  }

  /// Calls `body` with each value, in UTF-8; an array that is part of a longer text is one value with it.
  public static func forEach(
    _ field: Schema.Field, _ row: borrowing Row, folded: Bool, _ scratch: inout ByteBuffer, _ body: (RawSpan) -> Void
  ) {
    if isArray(field, row), case .slot(let slot) = field.pieces[0] {
      var element = ByteBuffer(capacity: 256)
      ValueText.forEachElement(row.bytes(ofSlot: slot), kind: row.slots[slot].kind) { bytes, kind in
        element.removeAll()
        ValueText.append(bytes, kind: kind, folded: folded, to: &element)
        body(element.bytes)
      }
      return
    }
    scratch.removeAll()
    append(field, row, folded: folded, to: &scratch)
    body(scratch.bytes)
  }

  /// Appends the value as one text.
  public static func append(_ field: Schema.Field, _ row: borrowing Row, folded: Bool, to text: inout ByteBuffer) {
    for piece in field.pieces {
      switch piece {
      case .constant(let constant):
        if folded { text.append(LetterCase.folded(constant)) } else { text.append(constant) }
      case .slot(let slot):
        guard slot < row.slots.count else { continue }
        ValueText.append(row.bytes(ofSlot: slot), kind: row.slots[slot].kind, folded: folded, to: &text)
      case .percentDecoded(let slot, let times):
        guard slot < row.slots.count else { continue }
        PercentText.append(
          row.bytes(ofSlot: slot), kind: row.slots[slot].kind, times: times, folded: folded, to: &text)
      case .joint(let joint, let slot):
        guard row.hasValue(inSlot: slot) else { continue }
        if folded { text.append(LetterCase.folded(joint)) } else { text.append(joint) }
      }
    }
  }
}
