internal import Model
internal import Records

/// Which records a run of bytes held, for each source: a log has one, an export may have many.
struct RecordSpans {
  private(set) var spans: [RecordSpan] = []
  private var places: [Source: Int] = [:]
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
    let source = Source(
      channel: fields.text(of: "channel", schema, row), host: fields.text(of: "computer", schema, row))
    spans[place(source, hasNumbers: isLog)].add(head)
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
