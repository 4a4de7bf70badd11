internal import Bytes
internal import Dispatch
public import Evidence
public import Model
internal import Records
internal import TextLogs

/// Prints the records of event logs and event exports as events, in the order of the evidence.
///
/// Blocks are read on several threads. Memory does not grow with the evidence: each thread holds a block and at most
/// some megabytes of its output, and as much again may wait for the output of blocks before it.
public struct EventPrinter: Sendable {
  public enum Format: Sendable {
    /// Event log records in the shape of dump tools, exported ones with the names that the export has.
    case jsonl
    /// One level of fields, named as Sigma rules name them.
    case flat
    case csv
    case xml
  }

  /// What was read and what was not.
  public struct Outcome: Sendable {
    public var recordCount: UInt64 = 0
    /// Those that passed the filter.
    public var printedCount: UInt64 = 0
    public var artifactCount = 0
    /// Artifacts that hold no events that can be read.
    public var otherCount = 0
    /// The first ranges that could not be read.
    public var skips: [(artifact: String, skip: Skip)] = []
    /// All of them.
    public var skipCount = 0
    public var damagedBytes: UInt64 = 0
    public var refused: [Refusal] = []

    /// Whether something that should have been read was not.
    public var isIncomplete: Bool { skipCount > 0 || !refused.isEmpty }

    static let mostSkips = 20
  }

  private let format: Format
  private let carves: Bool
  private let filter: Filter
  private let jobs: Int

  /// Output of one block beyond which a worker waits for its turn and writes.
  private static let partSize = 4 << 20

  public init(format: Format, carves: Bool, filter: Filter, jobs: Int) {
    self.format = format
    self.carves = carves
    self.filter = filter
    self.jobs = max(1, jobs)
  }

  /// Prints everything; throws where the evidence cannot be opened or `write` fails.
  ///
  /// `write` is called with parts of the output, one call at a time, from any thread.
  public func print(
    _ paths: [String], options: EvidenceOptions, write: @escaping @Sendable (RawSpan) throws -> Void
  ) throws -> Outcome {
    let evidence = try EvidenceReader(paths: paths, options: options)
    let source = BlockSource(evidence, takesExports: true)
    let sum = OutcomeSum()
    let output = OrderedOutput<PrintedBlock>(spares: jobs, write: write) { sum.add($0) }
    var frame = ByteBuffer()
    EventLines.header(format, to: &frame)
    try write(frame.bytes)
    let schemas = JSONSchemas()
    DispatchQueue.concurrentPerform(iterations: jobs) { _ in
      ThreadHeap.reserve()
      do { try work(source, output, schemas) } catch { output.fail(error) }
    }
    try output.throwFailure()
    frame.removeAll()
    EventLines.footer(format, to: &frame)
    try write(frame.bytes)
    var outcome = sum.outcome
    outcome.refused = evidence.refusals
    return outcome
  }

  private func work(_ source: BlockSource, _ output: OrderedOutput<PrintedBlock>, _ schemas: JSONSchemas) throws {
    var reader = RecordReader(carves: carves, schemas: schemas, layouts: source.layouts)
    var lines = EventLines(format)
    var filter = EventFilter(self.filter)
    var buffer = ByteBuffer(capacity: BlockSource.blockSize + 8192)
    var out = ByteBuffer(capacity: Self.partSize)
    while output.isSound, let block = try source.next(into: &buffer) {
      var printed = PrintedBlock(block)
      lines.begin(block.artifact.path)
      printed.account = reader.read(block, buffer.bytes) { head, schema, shape, row in
        guard filter.passes(head, schema, row) else { return }
        lines.append(head, schema, shape, row, to: &out)
        printed.count += 1
        if out.count > Self.partSize { output.flush(&out, of: block.ticket) }
      }
      output.finish(&out, of: block.ticket, printed)
    }
  }
}

/// What was printed of one block.
private struct PrintedBlock {
  let artifact: String
  let isLast: Bool
  let isKnown: Bool
  var count: UInt64 = 0
  var account = BlockAccount()

  init(_ block: BlockSource.Block) {
    artifact = block.artifact.path
    isLast = block.isLast
    if case .unknown = block.format { isKnown = false } else { isKnown = true }
  }
}

/// The outcome as it grows; blocks come in their order, one at a time.
private final class OutcomeSum: @unchecked Sendable {
  private(set) var outcome = EventPrinter.Outcome()

  func add(_ block: PrintedBlock) {
    outcome.recordCount += block.account.recordCount
    outcome.printedCount += block.count
    guard block.isKnown else {
      outcome.otherCount += 1
      return
    }
    if block.isLast { outcome.artifactCount += 1 }
    let skips = block.account.skips
    outcome.skipCount += skips.count
    outcome.damagedBytes += skips.bytes
    for skip in skips.kept.prefix(max(0, EventPrinter.Outcome.mostSkips - outcome.skips.count)) {
      outcome.skips.append((block.artifact, skip))
    }
  }
}
