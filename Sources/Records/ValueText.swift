public import Bytes
public import Model

/// The text of values, as event viewers and rules know it.
///
/// Numbers in decimal, sizes and hexadecimal kinds as `0x…` in lower case, GUIDs in braces and upper case, SIDs as
/// `S-1-…`, times in RFC 3339, binary data as upper-case hexadecimal digits, truth values as `true` and `false`.
/// A value whose bytes do not fit its kind is shown as hexadecimal digits.
public enum ValueText {
  /// Appends the text of one single value (for an array: of one element).
  public static func append(_ value: RawSpan, kind: ValueKind, folded: Bool, to text: inout ByteBuffer) {
    switch kind {
    case .null: return
    case .utf16:
      let trimmed = value.withoutClosingNULs16
      if folded { text.appendFolded(utf16: trimmed) } else { text.append(utf16: trimmed) }
    case .utf8: if folded { text.appendFolded(utf8: value) } else { text.append(value) }
    case .csvText: QuotedText.append(value, doubled: UInt8(ascii: "\""), folded: folded, to: &text)
    case .ansi: text.append(ansi: value, folded: folded)
    default:
      if kind.isArray { appendJoined(value, kind, folded, &text) } else { appendFixed(value, kind, folded, &text) }
    }
  }

  /// The elements of an array where one text is asked for.
  private static func appendJoined(_ value: RawSpan, _ kind: ValueKind, _ folded: Bool, _ text: inout ByteBuffer) {
    var isFirst = true
    forEachElement(value, kind: kind) { element, kind in
      if !isFirst { text.append(", ") }
      isFirst = false
      append(element, kind: kind, folded: folded, to: &text)
    }
  }

  /// How many values an array slot of this kind holds, calling `body` with each; a single value is one.
  ///
  /// Elements of text arrays end with NUL; a final one without its NUL counts.
  public static func forEachElement(_ value: RawSpan, kind: ValueKind, _ body: (RawSpan, ValueKind) -> Void) {
    guard kind.isArray else { return body(value, kind) }
    let element = kind.element
    if element == .utf16 { return forEachText(value, width: 2) { body($0, element) } }
    if element == .ansi { return forEachText(value, width: 1) { body($0, element) } }
    guard let size = element.fixedSize else { return body(value, element) }
    var at = 0
    while let part = value.part(at: at, count: size) {
      body(part, element)
      at += size
    }
  }

  private static func forEachText(_ value: RawSpan, width: Int, _ body: (RawSpan) -> Void) {
    var start = 0
    var at = 0
    while at + width <= value.byteCount {
      let isEnd = width == 2 ? value.uint16(at: at) == 0 : value.uint8(at: at) == 0
      if isEnd {
        body(value.extracting(start..<at))
        start = at + width
      }
      at += width
    }
    if start < at { body(value.extracting(start..<at)) }
  }

  private static func appendFixed(_ value: RawSpan, _ kind: ValueKind, _ folded: Bool, _ text: inout ByteBuffer) {
    guard kind.fixedSize == nil || kind.fixedSize == value.byteCount || kind == .bool else {
      return text.append(hexOf: value, uppercase: !folded)
    }
    switch kind {
    case .int8: text.append(decimal: Int64(Int8(bitPattern: value.uint8(at: 0) ?? 0)))
    case .uint8: text.append(decimal: UInt64(value.uint8(at: 0) ?? 0))
    case .int16: text.append(decimal: Int64(Int16(bitPattern: value.uint16(at: 0) ?? 0)))
    case .uint16: text.append(decimal: UInt64(value.uint16(at: 0) ?? 0))
    case .int32: text.append(decimal: Int64(Int32(bitPattern: value.uint32(at: 0) ?? 0)))
    case .uint32: text.append(decimal: UInt64(value.uint32(at: 0) ?? 0))
    case .int64: text.append(decimal: Int64(bitPattern: value.uint64(at: 0) ?? 0))
    case .uint64: text.append(decimal: value.uint64(at: 0) ?? 0)
    case .float: text.append(Float(bitPattern: value.uint32(at: 0) ?? 0).description)
    case .double: text.append(Double(bitPattern: value.uint64(at: 0) ?? 0).description)
    case .bool: appendBool(value, &text)
    case .guid: appendGUID(value, folded, &text)
    case .hex32, .hex64, .size: appendHex(value, folded, &text)
    case .fileTime: appendFileTime(value, folded, &text)
    case .systemTime: appendSystemTime(value, folded, &text)
    case .sid: appendSID(value, folded, &text)
    default: text.append(hexOf: value, uppercase: !folded)
    }
  }

  /// 0 is false and 1 is true; anything else is no truth value and stays a number.
  private static func appendBool(_ value: RawSpan, _ text: inout ByteBuffer) {
    guard let number = value.uint32(at: 0).map(Int32.init(bitPattern:)) ?? value.uint8(at: 0).map(Int32.init) else {
      return text.append("false")
    }
    switch number {
    case 0: text.append("false")
    case 1: text.append("true")
    default: text.append(decimal: Int64(number))
    }
  }

  private static func appendHex(_ value: RawSpan, _ folded: Bool, _ text: inout ByteBuffer) {
    let number: UInt64? =
      value.byteCount == 4 ? value.uint32(at: 0).map(UInt64.init) : value.byteCount == 8 ? value.uint64(at: 0) : nil
    guard let number else { return text.append(hexOf: value, uppercase: !folded) }
    text.append("0x")
    text.append(hex: number)
  }

  private static func appendGUID(_ value: RawSpan, _ folded: Bool, _ text: inout ByteBuffer) {
    appendBareGUID(value, uppercase: !folded, braces: true, &text)
  }

  /// Appends the 36 characters of a GUID ([MS-DTYP] 2.3.4), 16 bytes, with or without braces.
  public static func appendBareGUID(_ value: RawSpan, uppercase: Bool, braces: Bool, _ text: inout ByteBuffer) {
    guard value.byteCount == 16 else { return text.append(hexOf: value, uppercase: uppercase) }
    if braces { text.append(UInt8(ascii: "{")) }
    for at in [3, 2, 1, 0, -1, 5, 4, -1, 7, 6, -1, 8, 9, -1, 10, 11, 12, 13, 14, 15] {
      if at < 0 {
        text.append(UInt8(ascii: "-"))
      } else {
        text.append(hexByte: value.uint8(at: at) ?? 0, uppercase: uppercase)
      }
    }
    if braces { text.append(UInt8(ascii: "}")) }
  }

  private static func appendFileTime(_ value: RawSpan, _ folded: Bool, _ text: inout ByteBuffer) {
    guard let time = value.uint64(at: 0).flatMap(Timestamp.init(fileTime:)) else {
      return text.append(hexOf: value, uppercase: !folded)
    }
    append(time, folded: folded, to: &text)
  }

  /// [MS-DTYP] 2.3.13: eight 16-bit numbers: year, month, day of week, day, hour, minute, second, milliseconds.
  private static func appendSystemTime(_ value: RawSpan, _ folded: Bool, _ text: inout ByteBuffer) {
    func part(_ number: Int) -> Int { Int(value.uint16(at: number * 2) ?? 0) }
    let parts = Timestamp.Parts(
      year: part(0), month: part(1), day: part(3), hour: part(4), minute: part(5), second: part(6),
      fraction: part(7) * 10_000)
    guard let time = Timestamp(parts, digits: 3) else { return text.append(hexOf: value, uppercase: !folded) }
    append(time, folded: folded, to: &text)
  }

  /// Appends RFC 3339, as `Timestamp.description` gives it, without making a string.
  public static func append(_ time: Timestamp, folded: Bool = false, to text: inout ByteBuffer) {
    let parts = time.parts
    text.append(decimal: UInt64(parts.year), width: 4)
    text.append(UInt8(ascii: "-"))
    text.append(decimal: UInt64(parts.month), width: 2)
    text.append(UInt8(ascii: "-"))
    text.append(decimal: UInt64(parts.day), width: 2)
    text.append(UInt8(ascii: folded ? "t" : "T"))
    text.append(decimal: UInt64(parts.hour), width: 2)
    text.append(UInt8(ascii: ":"))
    text.append(decimal: UInt64(parts.minute), width: 2)
    text.append(UInt8(ascii: ":"))
    text.append(decimal: UInt64(parts.second), width: 2)
    if time.digits > 0 {
      text.append(UInt8(ascii: "."))
      text.append(decimal: UInt64(parts.fraction), width: 7)
      text.truncate(to: text.count - 7 + Int(time.digits))
    }
    text.append(UInt8(ascii: folded ? "z" : "Z"))
  }

  /// [MS-DTYP] 2.4.2.2: revision, count of sub-authorities, 6 bytes of authority (big-endian), sub-authorities.
  private static func appendSID(_ value: RawSpan, _ folded: Bool, _ text: inout ByteBuffer) {
    guard let revision = value.uint8(at: 0), let count = value.uint8(at: 1), value.byteCount >= 8 + 4 * Int(count)
    else { return text.append(hexOf: value, uppercase: !folded) }
    var authority: UInt64 = 0
    for at in 2..<8 { authority = authority << 8 | UInt64(value.uint8(at: at) ?? 0) }
    if folded { text.append("s-") } else { text.append("S-") }
    text.append(decimal: UInt64(revision))
    text.append(UInt8(ascii: "-"))
    text.append(decimal: authority)
    for number in 0..<Int(count) {
      text.append(UInt8(ascii: "-"))
      text.append(decimal: UInt64(value.uint32(at: 8 + 4 * number) ?? 0))
    }
  }
}

extension RawSpan {
  /// UTF-16 text without the NULs at its end.
  @inlinable public var withoutClosingNULs16: RawSpan {
    @_lifetime(copy self) get {
      var count = byteCount & ~1
      while count >= 2, uint16(at: count &- 2) == 0 { count &-= 2 }
      return extracting(0..<count)
    }
  }
}
