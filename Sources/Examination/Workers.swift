internal import Bytes
internal import Dispatch
internal import EVTX
internal import Foundation
internal import Model
internal import Records
internal import Sigma

/// The threads that read blocks and judge their records.
struct Workers: Sendable {
  let source: BlockSource
  let merger: ResultMerger
  let index: RuleIndex
  let carves: Bool

  /// Works until the evidence is at its end; throws the first error of any thread.
  func run(_ jobs: Int) throws {
    DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
      do { try work() } catch { merger.fail(error) }
    }
    try merger.throwFailure()
  }

  private func work() throws {
    var worker = BlockWorker(index: index, carves: carves)
    var buffer = ByteBuffer(capacity: BlockSource.blockSize + EVTXChunkReader.fileHeaderSize + 64)
    while merger.isSound, let block = try source.next(into: &buffer) {
      merger.waitForTurn(block.ticket)
      try merger.add(worker.result(of: block, buffer.bytes))
    }
    merger.note(worker.problems)
  }
}

/// What one thread needs to read blocks.
struct BlockWorker: ~Copyable {
  private var reader = EVTXChunkReader()
  private var matcher: RowMatcher
  private let carves: Bool
  private var fields = FieldTexts()
  /// How many events this worker made of each rule and host.
  private var madeEvents: [String: Int] = [:]
  /// Events that a finding keeps with their text; the same number as the case store's.
  private static let eventsPerFinding = 100

  init(index: RuleIndex, carves: Bool) {
    matcher = RowMatcher(index)
    self.carves = carves
  }

  /// Why rules could not run.
  var problems: [String] { matcher.failures }

  mutating func result(of block: BlockSource.Block, _ bytes: RawSpan) -> BlockResult {
    var result = BlockResult(block: block)
    guard block.isEVTX else {
      account(forUnknown: block, &result)
      return result
    }
    var at = 0
    if block.offset == 0 { at = header(bytes, &result) }
    while at < bytes.byteCount {
      let size = min(EVTXChunkReader.chunkSize, bytes.byteCount - at)
      chunk(bytes.extracting(at..<at + size), block.offset + UInt64(at), &result)
      at += size
    }
    return result
  }

  /// A file that nobody reads yet: listed with its size, every byte unknown.
  private func account(forUnknown block: BlockSource.Block, _ result: inout BlockResult) {
    guard let size = block.end?.size, size > 0 else { return }
    result.account = ByteAccount(size: size, unknown: size)
    result.skips.append(Skip(.unknown, offset: 0, length: size, reason: "no reader knows this kind of file yet"))
  }

  private func header(_ bytes: RawSpan, _ result: inout BlockResult) -> Int {
    let length = min(EVTXChunkReader.fileHeaderSize, bytes.byteCount)
    result.account.size += UInt64(length)
    if bytes.uint64(at: 0) == 0x0065_6C69_4666_6C45 {
      result.account.understood += UInt64(length)
    } else if length > 0 {
      result.account.damaged += UInt64(length)
      result.skips.append(
        Skip(.damaged, offset: 0, length: UInt64(length), reason: "a file header without its magic number"))
    }
    return length
  }

  private mutating func chunk(_ bytes: RawSpan, _ offset: UInt64, _ result: inout BlockResult) {
    var matches: [BlockResult.Match] = []
    var span = RecordSpan()
    matcher.beginBlock()
    let summary = reader.read(bytes, at: offset, carving: carves) { head, shape, row in
      span.add(head)
      if span.channel.isEmpty {
        span.channel = fields.text(of: "channel", shape.schema, row)
        span.host = fields.text(of: "computer", shape.schema, row)
      }
      let start = Int(head.offset - offset)
      matcher.match(row, schema: shape.schema, in: start..<start + Int(head.length)) { rule in
        let host = fields.text(of: "computer", shape.schema, row)
        var match = BlockResult.Match(rule: rule, head: head, host: host, event: nil)
        let key = "\(rule) \(host)"
        if madeEvents[key, default: 0] < Self.eventsPerFinding {
          madeEvents[key, default: 0] += 1
          match.event = fields.event(head, shape.schema, row)
        }
        matches.append(match)
      }
    }
    result.account.size += UInt64(bytes.byteCount)
    result.account.understood += UInt64(summary.understood)
    result.account.damaged += summary.skips.reduce(0) { $0 + $1.length }
    result.skips += summary.skips
    result.notes += summary.notes.map { "chunk at \(offset): \($0)" }
    result.matches += matches
    result.span.append(span)
  }
}
