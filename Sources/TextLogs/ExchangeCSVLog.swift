internal import Bytes
internal import Model
internal import Records

/// Not written yet: claims no artifact.
struct ExchangeCSVLog: ~Copyable, TextLogFormat {
  static func beginning(_ head: RawSpan, path: String, _ layouts: TextLogLayouts) -> TextLogState? { nil }

  static func lastBorder(in block: RawSpan) -> Int? { block.lastLineStart }

  static func pass(_ block: RawSpan, at offset: UInt64, _ state: inout TextLogState, _ layouts: TextLogLayouts) {}

  init() {}

  mutating func read(
    _ block: RawSpan, _ pass: inout TextLogPass, _ state: inout TextLogState, _ layouts: TextLogLayouts,
    _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) {
    pass.skip(.unknown, at: 0, count: block.byteCount, "no reader for this log yet")
    pass.consumed = block.byteCount
  }
}
