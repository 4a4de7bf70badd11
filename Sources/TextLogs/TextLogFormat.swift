internal import Bytes
internal import Model
internal import Records

/// What makes a format of text logs: one file with these, and one line in `TextLogReader`.
///
/// A record begins at the start of a line (behind LF, CR or a run of NULs, or at the start of the artifact).
protocol TextLogFormat: ~Copyable {
  /// What is known before the first byte, if an artifact that begins so is such a log; nil where it is not.
  ///
  /// `path` is the artifact's path in lower case with `\`; files may be renamed, so the head decides and the path helps.
  static func beginning(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) -> TextLogState?

  /// The last place in a block, behind its first byte, where a record or a header line begins; nil where there is none.
  ///
  /// The block may be cut there and its parts be read apart from each other.
  static func lastBorder(in block: RawSpan) -> Int?

  /// Moves the state over a block that begins with a record and ends with one: the headers in it.
  ///
  /// Must come to what reading the block comes to; runs while others wait, so it looks at headers alone.
  static func pass(_ block: RawSpan, at offset: UInt64, _ state: inout TextLogState, _ layouts: TextLogLayouts)

  init()

  /// Reads the records of a block, all of them where `pass.isLast`; moves `pass` and `state` on.
  ///
  /// Where no record ends in the block, nothing is consumed, or, from `TextLogReader.longestRecord` bytes on, all of it
  /// as a skip, with `state.isInsideRecord` set.
  mutating func read(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState, _ layouts: TextLogLayouts,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void)
}
