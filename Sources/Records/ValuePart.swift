public import Bytes

/// A part of a value that is found when something asks for it.
public enum ValuePart: Hashable, Sendable {
  /// The value of the item with that key, in lower case: `ItemText`.
  case item([UInt8])
  /// The member of that name of a JSON object: `JSONMemberText`.
  case member([UInt8])
  /// The last GUID that follows these bytes: `GUIDText`.
  case guid(after: [UInt8])

  /// Appends the value; false where the row has none.
  public func append(_ row: borrowing Row, slot: Int, folded: Bool, to text: inout ByteBuffer) -> Bool {
    guard slot < row.slots.count, row.slots[slot].kind != .null else { return false }
    let kind = row.slots[slot].kind
    switch self {
    case .item(let key):
      return ItemText.append(key, of: row.bytes(ofSlot: slot), kind: kind, folded: folded, to: &text)
    case .member(let name):
      return JSONMemberText.append(name, of: row.bytes(ofSlot: slot), kind: kind, folded: folded, to: &text)
    case .guid(let key):
      let value = row.bytes(ofSlot: slot)
      guard let start = GUIDText.last(after: key, in: value) else { return false }
      ValueText.append(value.partOrEmpty(at: start, count: GUIDText.length), kind: .utf8, folded: folded, to: &text)
      return true
    }
  }
}
