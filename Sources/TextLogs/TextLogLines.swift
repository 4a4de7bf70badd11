internal import Bytes
internal import Model

/// The lines of a block, for formats in which a record is a line and the block has no headers.
enum TextLogLines {
  /// Calls `body` with the place of each line that is not empty; line ends and NULs are dealt with here.
  static func walk(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState,
    _ body: (Range<Int>, inout TextLogPass) -> Void
  ) {
    var at = 0
    if state.isInsideRecord {
      at = block.endOfLineOrText(from: 0)
      pass.skip(.damaged, at: 0, count: at, "the rest of a line of more than 16 MiB")
      pass.consumed = at
      if at == block.byteCount { return }
      state.isInsideRecord = false
    }
    at = block.behindUTF8Marks(from: at)
    while at < block.byteCount {
      let end = block.endOfLineOrText(from: at)
      let isComplete = end < block.byteCount && (block.byte(at: end) != 0x0D || end + 1 < block.byteCount)
      guard isComplete || pass.isLast else { break }
      if end - at >= TextLogReader.longestRecord {
        pass.skip(.damaged, at: at, count: end - at, "a line of more than 16 MiB")
      } else if end > at {
        body(at..<end, &pass)
      }
      at = block.behindUTF8Marks(from: lineEnd(block, end, &pass))
    }
    pass.consumed = at
    let left = block.byteCount - at
    if left >= TextLogReader.longestRecord + 2 {
      pass.skip(.damaged, at: at, count: left, "a line of more than 16 MiB")
      pass.consumed = block.byteCount
      state.isInsideRecord = true
    }
  }

  /// The place behind the line end or the NULs at `end`.
  private static func lineEnd(_ block: RawSpan, _ end: Int, _ pass: inout TextLogPass) -> Int {
    guard let byte = block.uint8(at: end) else { return end }
    if byte == 0 {
      let next = block.endOfNULs(from: end)
      pass.skip(.damaged, at: end, count: next - end, "NULs, where the log was never written")
      return next
    }
    pass.line += 1
    return byte == 0x0D && block.uint8(at: end + 1) == 0x0A ? end + 2 : end + 1
  }

  /// Moves the state over a block without headers.
  static func pass(_ block: RawSpan, _ state: inout TextLogState) {
    if state.isInsideRecord, block.endOfLineOrText(from: 0) < block.byteCount { state.isInsideRecord = false }
  }

  /// The first lines of a head, as far as they end in it, without what comes before the first one.
  static func first(_ most: Int, of head: RawSpan) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    var at = head.behindUTF8Marks(from: 0)
    while lines.count < most, at < head.byteCount {
      let end = head.endOfLineOrText(from: at)
      if end > at { lines.append(at..<end) }
      at = head.behindUTF8Marks(from: head.uint8(at: end) == 0 ? head.endOfNULs(from: end) : end + 1)
    }
    return lines
  }
}
