internal import Bytes
internal import Sigma

extension IndicatorTest {
  /// Whether one of its needles stands at `start` of a folded text, and with it the whole that is meant.
  func stands(in text: RawSpan, from start: Int, _ needle: RawSpan, _ agent: inout NormalizedAgent) -> Bool {
    if kind == .userAgent { return agent.isSame(as: needle, text) }
    guard let part = text.part(at: start, count: needle.byteCount) else { return false }
    guard kind == .filePath ? Self.isSamePath(part, needle) : part.hasSameBytes(as: needle) else { return false }
    guard let network else { return IndicatorBorder.holds(self, in: text, at: start..<start + part.byteCount) }
    let isFour = NetworkWords.isFour(network)
    let end = IndicatorBorder.endOfAddress(in: text, from: start, isFour: isFour)
    guard IndicatorBorder.holds(self, in: text, at: start..<end) else { return false }
    guard let address = Network(text.extracting(start..<end).text) else { return false }
    return NetworkWords.contains(network, high: address.high, low: address.low)
  }

  /// Whether it holds anywhere in a folded text; looks at every place.
  func holds(in text: RawSpan, _ agent: inout NormalizedAgent) -> Bool {
    for needle in [needle] + otherNeedles {
      if kind == .userAgent { return agent.isSame(as: needle.rawSpan, text) }
      var start = 0
      while start + needle.count <= text.byteCount {
        if stands(in: text, from: start, needle.rawSpan, &agent) { return true }
        start += 1
      }
    }
    return false
  }

  private static func isSamePath(_ text: RawSpan, _ needle: RawSpan) -> Bool {
    for at in 0..<needle.byteCount {
      let byte = text.uint8(at: at)
      guard (byte == UInt8(ascii: "\\") ? UInt8(ascii: "/") : byte) == needle.uint8(at: at) else { return false }
    }
    return true
  }
}
