public import Bytes
public import Model
public import Records

/// The way through one block of a text log: what was read so far.
public struct TextLogPass: Sendable {
  /// Where the block begins, counted from the start of the artifact.
  public let offset: UInt64
  /// Whether nothing follows the block: its last record ends with it.
  public let isLast: Bool
  /// Bytes of the block that were read or skipped.
  public var consumed = 0
  /// The number of the line that begins with the first byte not consumed, counted from 1.
  public var line: UInt64
  public var recordCount: UInt64 = 0
  /// What was skipped; all bytes that are in no skip were understood.
  public var skips = SkipTally()
  /// What does not agree but cost nothing: lower-case clauses, each with its line.
  public private(set) var notes: [String] = []
  static let mostNotes = 100

  init(offset: UInt64, line: UInt64, isLast: Bool) {
    self.offset = offset
    self.line = line
    self.isLast = isLast
  }

  /// Skips `count` bytes from `at` of the block on, which stand in the line that is read.
  mutating func skip(_ kind: Skip.Kind, at: Int, count: Int, _ reason: String) {
    guard count > 0 else { return }
    skips.add(
      Skip(kind, offset: offset + UInt64(at), length: UInt64(count), reason: "line \(line): \(reason)"))
  }

  /// Skips the whole block as one range.
  mutating func skipAll(of block: RawSpan, _ kind: Skip.Kind, _ reason: String) {
    skip(kind, at: 0, count: block.byteCount, reason)
    line += UInt64(block.lineEndCount)
    consumed = block.byteCount
  }

  /// The text is made only while there is room for it.
  mutating func note(_ text: @autoclosure () -> String) {
    if notes.count < Self.mostNotes { notes.append("line \(line): \(text())") }
  }

  /// Skips what no reader consumed though nothing follows; to be called once, at the end.
  public mutating func skipRest(of block: RawSpan) {
    skip(.damaged, at: consumed, count: block.byteCount - consumed, "a record without its end")
    consumed = block.byteCount
  }
}
