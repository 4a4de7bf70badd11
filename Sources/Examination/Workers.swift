internal import Bytes
internal import Dispatch
internal import Model
internal import Sigma
internal import TextLogs

/// The threads that read blocks and judge their records.
struct Workers: Sendable {
  let source: BlockSource
  let merger: ResultMerger
  let index: RuleIndex
  let needs: MatchNeeds
  let carves: Bool

  /// Works until the evidence is at its end; throws the first error of any thread.
  func run(_ jobs: Int) throws {
    let schemas = JSONSchemas()
    DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
      do { try work(schemas) } catch { merger.fail(error) }
    }
    try merger.throwFailure()
  }

  private func work(_ schemas: JSONSchemas) throws {
    var worker = BlockWorker(index: index, needs: needs, carves: carves, schemas: schemas)
    var buffer = ByteBuffer(capacity: BlockSource.blockSize + 65536)
    while let block = try source.next(into: &buffer) {
      // A block that was handed out is read also when all is lost, since others may wait for it.
      merger.waitForTurn(block.ticket)
      try merger.add(worker.result(of: block, buffer.bytes, merger.enough))
      if !merger.isSound { return }
    }
    merger.note(worker.problems)
  }
}
