internal import Bytes

extension JSONEventReader {
  /// Bytes of an artifact's beginning that are looked at.
  private static let headLength = 1 << 16

  /// Whether an artifact that begins so is JSON with objects in it: its first bytes are `{"`, `{}` or `[{`, blanks and a
  /// byte order mark left aside, in UTF-8 or UTF-16.
  public static func recognizes(_ head: RawSpan) -> Bool {
    let text = decoded(head)
    var at = 0
    let first = nextByte(text.bytes, &at)
    let second = nextByte(text.bytes, &at)
    return first == UInt8(ascii: "{") && (second == UInt8(ascii: "\"") || second == UInt8(ascii: "}"))
      || first == UInt8(ascii: "[") && second == UInt8(ascii: "{")
  }

  /// Whether an artifact that begins so seems to hold events.
  ///
  /// A key that only event exports have stands in its first 64 KiB then. Other JSON (settings, a tool's own results) can
  /// be read as well, but says nothing that rules ask for.
  public static func holdsEvents(_ head: RawSpan) -> Bool {
    let text = decoded(head)
    return eventKeys.contains { key in
      var wanted = ByteBuffer(capacity: 64)
      wanted.append("\"" + key)
      return text.bytes.firstIndex(of: wanted.bytes) != nil
    }
  }

  /// Beginnings of keys.
  private static let eventKeys = [
    "Event\"", "EventID\"", "EventId\"", "event_id\"", "winlog\"", "winlog.", "event_data\"", "EventTime\"",
    "Channel\"", "Provider_Name\"",
  ]

  private static func decoded(_ head: RawSpan) -> ByteBuffer {
    var source = JSONSourceText()
    let mark = source.recognize(head)
    let rest = head.partOrEmpty(at: mark, count: min(headLength, head.byteCount - mark))
    var text = ByteBuffer(capacity: 64)
    if source.encoding == .utf8 { text.append(rest) } else { source.decode(rest, isLast: false, to: &text) }
    return text
  }

  private static func nextByte(_ text: RawSpan, _ at: inout Int) -> UInt8? {
    while let byte = text.uint8(at: at) {
      at += 1
      if !JSONBlank.isBlank(byte) { return byte }
    }
    return nil
  }
}
