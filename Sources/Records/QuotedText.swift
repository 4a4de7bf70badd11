public import Bytes

/// Text from between quotes, in which a doubled quote stands for one.
public enum QuotedText {
  /// Appends the text with its quotes made single; a quote that stands alone stays.
  ///
  /// `inner` is a second kind of quote that is doubled too.
  public static func append(
    _ value: RawSpan, doubled quote: UInt8, and inner: UInt8? = nil, folded: Bool, to text: inout ByteBuffer
  ) {
    var start = 0
    var scan = DelimiterScan(value, from: 0, comma: inner ?? quote, quote: quote)
    while true {
      let place = scan.next()
      guard place < value.byteCount else { break }
      guard place >= start, let byte = value.uint8(at: place), byte == quote || byte == inner,
        value.uint8(at: place &+ 1) == byte
      else { continue }
      append(value, from: start, to: place &+ 1, folded: folded, &text)
      start = place &+ 2
    }
    append(value, from: start, to: value.byteCount, folded: folded, &text)
  }

  private static func append(
    _ value: RawSpan, from start: Int, to end: Int, folded: Bool, _ text: inout ByteBuffer
  ) {
    let run = value.partOrEmpty(at: start, count: end &- start)
    if folded { text.appendFolded(utf8: run) } else { text.append(run) }
  }
}
