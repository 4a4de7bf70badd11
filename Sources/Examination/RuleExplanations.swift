internal import Bytes
internal import Dispatch
public import Evidence
internal import Foundation
public import Model
internal import Records
public import Sigma
internal import TextLogs

/// Explains what rules meet in evidence.
public enum RuleExplanations {
  /// An explanation, and what of the evidence it could not take into account.
  public struct Result: Sendable {
    public var explanation: RuleExplanation
    public var refused: [Refusal]
    /// Ranges that could not be read.
    public var skipCount: Int
  }

  /// Reads all event logs and exports; throws where the evidence cannot be opened or the rule cannot be run.
  public static func explain(
    _ question: RuleQuestion, paths: [String], options: EvidenceOptions, carves: Bool, jobs: Int
  ) throws -> Result {
    let evidence = try EvidenceReader(paths: paths, options: options)
    let source = BlockSource(evidence, takesExports: true)
    let schemas = JSONSchemas()
    let sum = Sum()
    DispatchQueue.concurrentPerform(iterations: max(1, jobs)) { _ in
      ThreadHeap.reserve()
      do {
        var reader = RecordReader(carves: carves, schemas: schemas, layouts: source.layouts)
        var explainer = RuleExplainer(question)
        var buffer = ByteBuffer(capacity: BlockSource.blockSize + 8192)
        var skipCount = 0
        while let block = try source.next(into: &buffer) {
          let account = reader.read(block, buffer.bytes) { _, schema, _, row in explainer.add(row, schema: schema) }
          if case .unknown = block.format { continue }
          skipCount += account.skips.count
        }
        if let failure = explainer.failures.first { throw ExaminationError.rulesDidNotRun(failure) }
        sum.add(explainer.tally, skipCount)
      } catch { sum.fail(error) }
    }
    let (tally, skipCount) = try sum.result()
    return Result(
      explanation: tally.explanation(of: question), refused: evidence.refusals, skipCount: skipCount)
  }

  private final class Sum: @unchecked Sendable {
    private let lock = NSLock()
    private var tally: ExplanationTally?
    private var skipCount = 0
    private var failure: (any Error)?

    func add(_ other: ExplanationTally, _ skips: Int) {
      lock.withLock {
        if tally == nil { tally = other } else { tally?.add(other) }
        skipCount += skips
      }
    }

    func fail(_ error: any Error) { lock.withLock { failure = failure ?? error } }

    func result() throws -> (ExplanationTally, Int) {
      try lock.withLock {
        if let failure { throw failure }
        guard let tally else { throw ExaminationError.rulesDidNotRun("nothing was read") }
        return (tally, skipCount)
      }
    }
  }
}
