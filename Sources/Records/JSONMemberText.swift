public import Bytes

/// One member of a JSON object that is the value of a column, as Exchange's audit queue has it.
public enum JSONMemberText {
  /// Appends the value of the first member with that name.
  ///
  /// A string is decoded; a list of objects with `Name` and `Value` becomes `Name=Value` with semicolons between them;
  /// all else is appended as it stands.
  /// - Parameter kind: what the column is: `utf8`, `csvText` or `ansi`.
  /// - Returns: false where there is no such member, or it is null or empty.
  public static func append(
    _ name: [UInt8], of object: RawSpan, kind: ValueKind, folded: Bool, to text: inout ByteBuffer
  ) -> Bool {
    guard kind != .utf8 else { return append(name, of: object, folded: folded, to: &text) }
    var plain = ByteBuffer(capacity: object.byteCount)
    ValueText.append(object, kind: kind, folded: false, to: &plain)
    return append(name, of: plain.bytes, folded: folded, to: &text)
  }

  private static func append(_ name: [UInt8], of object: RawSpan, folded: Bool, to text: inout ByteBuffer) -> Bool {
    guard let place = object.jsonMember(name) else { return false }
    var value = ByteBuffer(capacity: place.count)
    append(object.partOrEmpty(at: place.lowerBound, count: place.count), to: &value)
    guard value.count > 0 else { return false }
    if folded { text.appendFolded(utf8: value.bytes) } else { text.append(value.bytes) }
    return true
  }

  private static func append(_ value: RawSpan, to text: inout ByteBuffer) {
    switch value.uint8(at: 0) {
    case UInt8(ascii: "\""): _ = text.append(jsonText: value, at: 1)
    case UInt8(ascii: "["):
      let start = text.count
      value.forEachJSONElement { place in
        let element = value.partOrEmpty(at: place.lowerBound, count: place.count)
        if text.count > start { text.append("; ") }
        appendPair(element, to: &text)
      }
    case UInt8(ascii: "n"): break
    default: text.append(value)
    }
  }

  private static func appendPair(_ element: RawSpan, to text: inout ByteBuffer) {
    guard let name = element.jsonMember(Array("Name".utf8)), let value = element.jsonMember(Array("Value".utf8)) else {
      if element.uint8(at: 0) == UInt8(ascii: "\"") { return _ = text.append(jsonText: element, at: 1) }
      return text.append(element)
    }
    appendScalar(element.partOrEmpty(at: name.lowerBound, count: name.count), to: &text)
    text.append(UInt8(ascii: "="))
    appendScalar(element.partOrEmpty(at: value.lowerBound, count: value.count), to: &text)
  }

  private static func appendScalar(_ value: RawSpan, to text: inout ByteBuffer) {
    if value.uint8(at: 0) == UInt8(ascii: "\"") {
      _ = text.append(jsonText: value, at: 1)
    } else {
      text.append(value)
    }
  }
}
