internal import Bytes
internal import Detection
internal import Dispatch
internal import Evidence
internal import Model
internal import Sigma
internal import TextLogs

/// The threads that read blocks and judge their records.
struct Workers: Sendable {
  let source: BlockSource
  let merger: ResultMerger
  let index: RuleIndex
  let indicators: IndicatorIndex
  let needs: MatchNeeds
  let carves: Bool

  /// Works until the evidence is at its end; throws the first error of any thread.
  func run(_ jobs: Int) throws {
    let schemas = JSONSchemas()
    DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
      ThreadHeap.reserve()
      do { try work(schemas) } catch { merger.fail(error) }
    }
    try merger.throwFailure()
  }

  private func work(_ schemas: JSONSchemas) throws {
    var worker = BlockWorker(
      index: index, indicators: indicators, needs: needs, carves: carves, schemas: schemas, layouts: source.layouts)
    var buffer = ByteBuffer(capacity: BlockSource.blockSize + 65536)
    while let block = try source.next(into: &buffer) {
      // A block that was handed out is hashed and read also when all is lost, since others may wait for it.
      let isHashed = block.piece.map { $0.hash.addIfTurn(buffer.bytes, order: $0.order) } ?? true
      merger.waitForTurn(block.ticket)
      var result = worker.result(of: block, buffer.bytes, merger.enough)
      if let piece = block.piece {
        if !isHashed { piece.hash.add(buffer.bytes, order: piece.order) }
        result.block.end = piece.end
      }
      try merger.add(result)
      if !merger.isSound { return }
    }
    merger.note(worker.problems, abandonedSearches: worker.abandonedSearchCount)
  }
}

extension BlockSource.Piece {
  /// Size and hash of the artifact, if this is its last piece; to be asked once that is hashed.
  fileprivate var end: (size: UInt64, sha256: String, cut: String?)? {
    guard isLast else { return nil }
    let (size, sha256) = hash.finish()
    return (size, sha256, cut)
  }
}
