internal import Bytes
internal import Detection
internal import EVTX
internal import Model
internal import Records
internal import Sigma
internal import TextLogs

/// What one thread needs to read blocks and judge their records.
struct BlockWorker: ~Copyable {
  private var reader: RecordReader
  private var judge: RecordJudge

  init(
    index: RuleIndex, indicators: IndicatorIndex, needs: MatchNeeds, carves: Bool, schemas: JSONSchemas,
    layouts: TextLogLayouts
  ) {
    reader = RecordReader(carves: carves, schemas: schemas, layouts: layouts)
    judge = RecordJudge(index: index, indicators: indicators, needs: needs)
  }

  /// Why rules could not run.
  var problems: [String] { judge.problems }
  /// Searches of regular expressions that gave up.
  var abandonedSearchCount: Int { judge.abandonedSearchCount }

  mutating func result(of block: BlockSource.Block, _ bytes: RawSpan, _ enough: EnoughMatches) -> BlockResult {
    judge.begin(block, enough)
    let account = reader.read(block, bytes) { head, schema, shape, row in
      judge.look(head, schema, isLog: shape != nil, row)
    }
    return judge.result(block, account)
  }
}

/// Judges the records of one block after another.
struct RecordJudge: ~Copyable {
  private var matcher: RowMatcher
  private var sightings: IndicatorMatcher
  /// Number of the first indicator among the rules.
  private let firstIndicator: Int
  private var made: MatchMaker
  private var spans = RecordSpans()
  private var traffic = TrafficCounter()
  private let countsTraffic: Bool
  private var requests = RequestWatch()
  /// Where the chunk of the last row begins in its artifact.
  private var chunkOffset: UInt64 = .max
  /// Where the block of a text log begins in its artifact: the bytes of its rows are the block.
  private var logOffset: UInt64?

  init(index: RuleIndex, indicators: IndicatorIndex, needs: MatchNeeds) {
    matcher = RowMatcher(index)
    sightings = IndicatorMatcher(indicators)
    firstIndicator = needs.ruleCount
    made = MatchMaker(needs)
    countsTraffic = !needs.behaviors.isEmpty
  }

  var problems: [String] { matcher.failures }
  var abandonedSearchCount: Int { matcher.abandonedSearchCount }

  mutating func begin(_ block: BlockSource.Block, _ enough: EnoughMatches) {
    made.begin(enough, placeHost: block.artifact.host ?? "unknown")
    spans = RecordSpans()
    requests.begin()
    chunkOffset = .max
    logOffset = if case .textLog = block.format { block.offset } else { nil }
    sightings.beginBlock()
  }

  mutating func look(_ head: RecordHead, _ schema: Schema, isLog: Bool, _ row: borrowing Row) {
    spans.add(head, schema, isLog: isLog, row, &made.fields)
    guard isLog else {
      if countsTraffic { traffic.add(head, schema, row) }
      requests.look(head, schema, row)
      let line = logOffset.map { Int(head.offset - $0)..<Int(head.offset - $0) + Int(head.length) }
      matcher.match(row, schema: schema, line: line) { made.add($0, head, schema, row, at: nil) }
      sight(head, schema, row, at: nil, line: line)
      return
    }
    // Chunks lie at multiples of their size behind the file's header; their rows share the chunk's bytes.
    let header = UInt64(EVTXChunkReader.fileHeaderSize)
    let start = (head.offset &- header) % UInt64(EVTXChunkReader.chunkSize)
    if head.offset &- start != chunkOffset {
      chunkOffset = head.offset &- start
      matcher.beginBlock()
    }
    let at = Int(start)
    matcher.match(row, schema: schema, in: at..<at + Int(head.length)) { made.add($0, head, schema, row, at: at) }
    sight(head, schema, row, at: at)
  }

  private mutating func sight(
    _ head: RecordHead, _ schema: Schema, _ row: borrowing Row, at: Int?, line: Range<Int>? = nil
  ) {
    sightings.match(row, schema: schema, line: line) { indicator, field in
      made.add(firstIndicator + indicator, head, schema, row, at: at, field: field)
    }
  }

  mutating func result(_ block: BlockSource.Block, _ account: BlockAccount) -> BlockResult {
    BlockResult(
      block: block, account: account, matches: made.matches, spans: spans, traffic: traffic.finish(),
      requests: requests.sightings)
  }
}
