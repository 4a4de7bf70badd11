internal import Bytes
public import Records

/// Counts what a rule meets, record by record.
///
/// One for each worker.
public struct RuleExplainer: ~Copyable {
  private let question: RuleQuestion
  private var matcher: RowMatcher
  private var places: [UInt32: [Int?]] = [:]
  private var kinds: [[UInt8]: Int] = [:]
  private var scratch = ByteBuffer(capacity: 256)
  public private(set) var tally: ExplanationTally

  public init(_ question: RuleQuestion) {
    self.question = question
    matcher = RowMatcher(question.index)
    tally = ExplanationTally(testCount: question.index.rules.count)
  }

  /// Why the rule or a part of it could not be run.
  public var failures: [String] { matcher.failures }

  public mutating func add(_ row: borrowing Row, schema: Schema) {
    tally.recordCount += 1
    let kind = kind(row, schema)
    tally.count(kind)
    guard kind < 0 || tally.isOfSource(kind) else { return }
    var counts: [Int] = []
    matcher.match(row, schema: schema) { counts.append($0) }
    for number in counts { tally.testCounts[number] += 1 }
  }

  // MARK: Kinds

  private static let names = ["channel", "provider_name", "eventid"]
  private static let mostKnown = 20_000

  /// The number of the record's kind; -1 where there are too many.
  private mutating func kind(_ row: borrowing Row, _ schema: Schema) -> Int {
    let places = places(in: schema)
    scratch.removeAll()
    scratch.append(decimal: UInt64(schema.id))
    for place in places {
      scratch.append(0xFF as UInt8)
      if let place { FieldValues.append(schema.fields[place], row, folded: false, to: &scratch) }
    }
    let key = scratch.array
    if let known = kinds[key] { return known }
    guard kinds.count < Self.mostKnown else { return -1 }
    let parts = key.split(separator: 0xFF, maxSplits: 3, omittingEmptySubsequences: false).dropFirst()
    let texts = parts.map { String(decoding: $0, as: UTF8.self) }
    let number = tally.add(KindReader(question).kind(texts, schema))
    kinds[key] = number
    return number
  }

  private mutating func places(in schema: Schema) -> [Int?] {
    if let known = places[schema.id] { return known }
    if places.count >= Self.mostKnown { places.removeAll() }
    let lowered = schema.fields.map { $0.name.lowercased() }
    let found = Self.names.map { lowered.firstIndex(of: $0) }
    places[schema.id] = found
    return found
  }
}

/// Says of a schema, channel, provider and event id whether they are of the rule's log source and what they have.
private struct KindReader {
  let question: RuleQuestion

  init(_ question: RuleQuestion) { self.question = question }

  func kind(_ texts: [String], _ schema: Schema) -> ExplanationTally.Kind {
    let (channel, provider, eventID) = (texts[0], texts[1], texts[2])
    var kind = RuleExplanation.Kind(channel: channel, provider: provider, eventID: eventID)
    let source = question.sources.first { source in
      source.holds(channel: channel.lowercased(), provider: provider.lowercased(), eventID: UInt32(eventID))
    }
    let product = question.rule.logSource.product
    let actual = question.logSources.product(ofChannel: channel.lowercased()) ?? schema.product
    let isOfProduct = product == nil || actual == nil || product == actual
    guard let source, isOfProduct else { return .init(isOfSource: false, kind: kind) }
    let names = Set(schema.fields.map { $0.name.lowercased() })
    for field in question.fields {
      let name = source.fieldNames[field.lowercased()] ?? field
      if names.contains(name.lowercased()) { kind.fields.append((field, name)) } else { kind.missing.append(field) }
    }
    kind.canMatch = question.rule.expression.canHold(Set(kind.fields.map { $0.rule.lowercased() }))
    return .init(isOfSource: true, kind: kind)
  }
}
