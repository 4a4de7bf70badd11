public import Bytes

/// Text from between quotes, in which a doubled quote stands for one.
public enum QuotedText {
  /// Appends the text with its quotes made single; a quote that stands alone stays.
  ///
  /// Bytes that are no UTF-8 throughout are Windows-1252. `inner` is a second kind of quote that is doubled too.
  public static func append(
    _ value: RawSpan, doubled quote: UInt8, and inner: UInt8? = nil, folded: Bool, to text: inout ByteBuffer
  ) {
    let isUTF8 = value.isUTF8
    forEachRun(value, quote, inner) { run in
      if !isUTF8 {
        text.append(ansiLine: run, folded: folded)
      } else if folded {
        text.appendFolded(utf8: run)
      } else {
        text.append(run)
      }
    }
  }

  /// Appends the bytes as they are, with their quotes made single.
  static func appendBytes(_ value: RawSpan, doubled quote: UInt8, to bytes: inout ByteBuffer) {
    forEachRun(value, quote, nil) { bytes.append($0) }
  }

  /// Calls `body` with what stands between the second ones of doubled quotes.
  private static func forEachRun(_ value: RawSpan, _ quote: UInt8, _ inner: UInt8?, _ body: (RawSpan) -> Void) {
    var start = 0
    var scan = DelimiterScan(value, from: 0, comma: inner ?? quote, quote: quote)
    while true {
      let place = scan.next()
      guard place < value.byteCount else { break }
      guard place >= start, let byte = value.uint8(at: place), byte == quote || byte == inner,
        value.uint8(at: place &+ 1) == byte
      else { continue }
      body(value.partOrEmpty(at: start, count: place &+ 1 &- start))
      start = place &+ 2
    }
    body(value.partOrEmpty(at: start, count: value.byteCount &- start))
  }
}
