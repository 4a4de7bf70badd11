internal import Model
internal import Records

/// Which records a run of bytes held, for each source: a log has one, an export may have many.
struct RecordSpans {
  private(set) var spans: [RecordSpan] = []
  private var places: [Source: Int] = [:]
  /// The last schema whose rows all are of one source, and that source's place.
  private var constant: (schema: UInt32, place: Int)?
  /// Sources that are told apart; the rest is told together.
  private static let mostSources = 1000

  private static let others = Source(channel: "further sources", host: "")

  struct Source: Hashable {
    var channel: String
    var host: String
  }

  var count: UInt64 { spans.reduce(0) { $0 + $1.count } }

  mutating func add(
    _ head: RecordHead, _ schema: Schema, isLog: Bool, _ row: borrowing Row, _ fields: inout FieldTexts
  ) {
    // All records of a log are of the channel and, but for forwarded events, of the host that its first one names.
    if isLog, !spans.isEmpty { return spans[0].add(head) }
    if let constant, constant.schema == schema.id { return spans[constant.place].add(head) }
    let source = Source(
      channel: fields.text(of: "channel", schema, row), host: fields.text(of: "computer", schema, row))
    let place = place(source, hasNumbers: isLog)
    spans[place].add(head)
    if !isLog, schema.hasOneSource { constant = (schema.id, place) }
  }

  /// Adds what the bytes that follow held.
  mutating func append(_ next: RecordSpans) {
    for span in next.spans {
      if span.hasNumbers, spans.count == 1, spans[0].hasNumbers {
        spans[0].append(span)
      } else {
        spans[place(Source(channel: span.channel, host: span.host), hasNumbers: span.hasNumbers)].append(span)
      }
    }
  }

  private mutating func place(_ source: Source, hasNumbers: Bool) -> Int {
    if let known = places[source] { return known }
    if spans.count >= Self.mostSources, source != Self.others { return place(Self.others, hasNumbers: false) }
    places[source] = spans.count
    spans.append(RecordSpan(channel: source.channel, host: source.host, hasNumbers: hasNumbers))
    return spans.count - 1
  }
}

extension Schema {
  /// Whether no value of a row says of which channel or host it is.
  fileprivate var hasOneSource: Bool {
    for name in ["Channel", "Computer"] {
      guard let field = fields(named: name).first else { continue }
      if field.pieces.contains(where: { $0.slot != nil }) { return false }
    }
    return true
  }
}
