internal import Bytes
internal import EVTX
internal import Model
internal import Records
internal import TextLogs

/// What came of the bytes of one block.
struct BlockAccount {
  var recordCount: UInt64 = 0
  var account = ByteAccount()
  var skips = SkipTally()
  /// What does not agree but cost nothing.
  var notes: [String] = []
}

/// Reads the records of a block, whatever its format: each worker has one.
struct RecordReader: ~Copyable {
  private var logs = EVTXChunkReader()
  private var exports: JSONEventReader
  private var texts: TextLogReader
  private let carves: Bool
  private static let mostNotes = 100

  /// The readers of one run share `schemas` and `layouts`.
  init(carves: Bool, schemas: JSONSchemas, layouts: TextLogLayouts) {
    self.carves = carves
    exports = JSONEventReader(schemas: schemas)
    texts = TextLogReader(layouts: layouts)
  }

  /// Calls `visit` with each record in the order of the block; the shape is nil for what is no event log record.
  ///
  /// Every block that `BlockSource` hands out must be read, also when nothing is done with it any more.
  mutating func read(
    _ block: BlockSource.Block, _ bytes: RawSpan, visit: (RecordHead, Schema, Shape?, borrowing Row) -> Void
  ) -> BlockAccount {
    switch block.format {
    case .evtx: return chunks(block, bytes, visit)
    case .eventExport(let part): return export(part, block, bytes, visit)
    case .textLog(let part): return textLog(part, block, bytes, visit)
    case .unknown: return unknown(block)
    }
  }

  /// A file that nobody reads yet: every byte unknown.
  private func unknown(_ block: BlockSource.Block) -> BlockAccount {
    var result = BlockAccount()
    guard let size = block.end?.size, size > 0 else { return result }
    result.account = ByteAccount(size: size, unknown: size)
    result.skips.add(Skip(.unknown, offset: 0, length: size, reason: "no reader knows this kind of file yet"))
    return result
  }

  // MARK: Event logs

  private mutating func chunks(
    _ block: BlockSource.Block, _ bytes: RawSpan, _ visit: (RecordHead, Schema, Shape?, borrowing Row) -> Void
  ) -> BlockAccount {
    var result = BlockAccount()
    var at = block.offset == 0 ? header(bytes, &result) : 0
    while at < bytes.byteCount {
      let chunk = bytes.extracting(at..<min(bytes.byteCount, at + EVTXChunkReader.chunkSize))
      let offset = block.offset + UInt64(at)
      let summary = logs.read(chunk, at: offset, carving: carves) { head, shape, row in
        result.recordCount += 1
        visit(head, shape.schema, shape, row)
      }
      result.account.size += UInt64(chunk.byteCount)
      result.account.understood += UInt64(summary.understood)
      for skip in summary.skips { result.skips.add(skip) }
      for note in summary.notes where result.notes.count < Self.mostNotes {
        result.notes.append("chunk at \(offset): \(note)")
      }
      at += chunk.byteCount
    }
    result.account.damaged = result.skips.damagedBytes
    result.account.unknown = result.skips.unknownBytes
    return result
  }

  private func header(_ bytes: RawSpan, _ result: inout BlockAccount) -> Int {
    let length = min(EVTXChunkReader.fileHeaderSize, bytes.byteCount)
    result.account.size += UInt64(length)
    if EVTXChunkReader.hasFileMagic(bytes) {
      result.account.understood += UInt64(length)
    } else if length > 0 {
      result.skips.add(
        Skip(.damaged, offset: 0, length: UInt64(length), reason: "a file header without its magic number"))
    }
    return length
  }

  // MARK: Event exports

  private mutating func export(
    _ part: ExportPart, _ block: BlockSource.Block, _ bytes: RawSpan,
    _ visit: (RecordHead, Schema, Shape?, borrowing Row) -> Void
  ) -> BlockAccount {
    if let chain = part.chain {
      return chain.reader.read(chain.order, bytes, at: block.offset, isLast: part.isLast) { visit($0, $1, nil, $2) }
    }
    var result = BlockAccount()
    exports.restart()
    let (_, _, skips) = exports.read(
      block: bytes, at: block.offset, firstLine: part.firstLine, isLast: true
    ) { head, schema, row in
      result.recordCount += 1
      visit(head, schema, nil, row)
    }
    let size = UInt64(bytes.byteCount)
    result.skips = skips
    result.account = ByteAccount(
      size: size, understood: size - skips.bytes, damaged: skips.damagedBytes, unknown: skips.unknownBytes)
    return result
  }

  // MARK: Text logs

  private mutating func textLog(
    _ part: TextLogPart, _ block: BlockSource.Block, _ bytes: RawSpan,
    _ visit: (RecordHead, Schema, Shape?, borrowing Row) -> Void
  ) -> BlockAccount {
    var state = part.state
    var pass = texts.read(
      part.kind, block: bytes, at: block.offset, firstLine: part.firstLine, state: &state, isLast: !part.endsInside
    ) { visit($0, $1, nil, $2) }
    pass.skipRest(of: bytes)
    let size = UInt64(bytes.byteCount)
    return BlockAccount(
      recordCount: pass.recordCount,
      account: ByteAccount(
        size: size, understood: size - pass.skips.bytes, damaged: pass.skips.damagedBytes,
        unknown: pass.skips.unknownBytes),
      skips: pass.skips, notes: pass.notes)
  }
}
