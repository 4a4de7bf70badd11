public import Bytes
public import Model
public import Records

/// Text logs of IIS and Exchange: one record for each line, with the fields that the log's own header names.
///
/// - Values are `utf8` slots into the block's bytes, `ansi` ones where they are no UTF-8, null where the log says so.
/// - Every byte is a record, a header, a line end, or in a skip.
/// - A record longer than `longestRecord` is a skip.
///
/// One reader serves one thread; memory does not grow with the log.
public struct TextLogReader: ~Copyable {
  /// Bytes that a record may have; a caller's block must be able to grow to this length.
  public static let longestRecord = 16 << 20

  private let layouts: TextLogLayouts
  private var w3c = W3CLog()
  private var iis = IISLog()
  private var ncsa = NCSALog()
  private var exchangeCSV = ExchangeCSVLog()
  private var exchangeSetup = ExchangeSetupLog()

  /// The readers of one run share `layouts`.
  public init(layouts: TextLogLayouts = TextLogLayouts()) { self.layouts = layouts }

  /// Reads the records of a block and calls `visit` with each, in order.
  ///
  /// - Parameters:
  ///   - block: the bytes from `offset` on, at the start of a record, or inside one where the state says so.
  ///   - offset: where the block begins, counted from the start of the artifact.
  ///   - firstLine: the number of the line in which the block begins, counted from 1.
  ///   - state: what the lines before said; moved on to what holds behind the bytes that were consumed.
  ///   - isLast: whether the last record ends with the block, since the artifact does or since it was cut at a border.
  ///   - visit: is given the record's place and time, its schema, and its values, which live for that call only. The
  ///     row's bytes are the block.
  public mutating func read(
    _ kind: TextLogKind, block: RawSpan, at offset: UInt64, firstLine: UInt64, state: inout TextLogState,
    isLast: Bool, _ visit: (RecordHead, Schema, borrowing Row) -> Void
  ) -> TextLogPass {
    var pass = TextLogPass(offset: offset, line: firstLine, isLast: isLast)
    if state.layout?.isUTF16 == true {
      pass.skipAll(of: block, .unknown, UTF16Log.reason)
      return pass
    }
    switch kind {
    case .w3c: w3c.read(block, &pass, &state, layouts, visit)
    case .iis: iis.read(block, &pass, &state, layouts, visit)
    case .ncsa: ncsa.read(block, &pass, &state, layouts, visit)
    case .exchangeCSV: exchangeCSV.read(block, &pass, &state, layouts, visit)
    case .exchangeSetup: exchangeSetup.read(block, &pass, &state, layouts, visit)
    }
    return pass
  }
}
