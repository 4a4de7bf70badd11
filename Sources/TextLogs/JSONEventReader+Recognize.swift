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

  /// Whether an artifact that begins so seems to have each record on lines of its own, beginning with `{` in the first
  /// column, so that it can be cut before each such line.
  ///
  /// The first record must end on its line then, and the next one begin on the next.
  public static func holdsLines(_ head: RawSpan) -> Bool {
    var source = JSONSourceText()
    var at = source.recognize(head)
    guard source.encoding == .utf8, nextByte(head, &at) == UInt8(ascii: "{"),
      let lineEnd = head.firstIndex(of: 0x0A, from: at)
    else { return false }
    let next = head.uint8(at: lineEnd + 1)
    guard next == nil || next == UInt8(ascii: "{") else { return false }
    var last = lineEnd - 1
    while last > 0, let byte = head.uint8(at: last), JSONBlank.isBlank(byte) { last -= 1 }
    return head.uint8(at: last) == UInt8(ascii: "}")
  }

  /// The last place in a block, behind its first byte, where a line begins with `{`; nil where there is none.
  public static func lastRecordStart(in block: RawSpan) -> Int? {
    var end = block.byteCount - 1
    while let lineEnd = block.lastIndex(of: 0x0A, before: end) {
      if block.uint8(at: lineEnd + 1) == UInt8(ascii: "{") { return lineEnd + 1 }
      end = lineEnd
    }
    return nil
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
