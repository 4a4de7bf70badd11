internal import Bytes

/// A plain list: one value a line, `#` before comments, defanged or not.
enum IndicatorList {
  static func read(_ bytes: RawSpan, into feed: inout IndicatorFeed) {
    var start = 0
    var number = 0
    while start < bytes.byteCount {
      let end = bytes.firstIndex(of: 0x0A, from: start) ?? bytes.byteCount
      number += 1
      let line = bytes.extracting(start..<end)
      start = end + 1
      guard number <= IndicatorFeed.mostEntries else {
        return feed.refuse("lines beyond \(IndicatorFeed.mostEntries) are not read", at: "line \(number)")
      }
      guard line.byteCount <= 2 * IndicatorText.longest else {
        feed.refuse("a line of more than \(2 * IndicatorText.longest) bytes", at: "line \(number)")
        continue
      }
      let value = IndicatorText.refanged(withoutComment(line.text))
      guard !value.isEmpty else { continue }
      guard let kind = IndicatorWords.kind(ofValue: value) else {
        feed.refuse("\(IndicatorText.cut(value)): no kind of indicator can be told from it", at: "line \(number)")
        continue
      }
      feed.add(kind, value, IndicatorFeed.Judgment(), at: "line \(number)")
    }
  }

  /// A `#` at the beginning or behind a blank begins a comment: URLs have it in the middle.
  private static func withoutComment(_ line: String) -> Substring {
    var before: Character = " "
    for place in line.indices {
      if line[place] == "#", before.isWhitespace || before == "\u{FEFF}" { return line[..<place] }
      before = line[place]
    }
    return line[...]
  }
}
