internal import Model
internal import Records

/// Makes the matches of one block, with as much of each record as somebody needs.
struct MatchMaker: ~Copyable {
  private let needs: MatchNeeds
  var fields = FieldTexts()
  private var logFacts = LogFactReader()
  private var requestPlaces: [UInt32: RequestPlace] = [:]
  private(set) var matches: [BlockResult.Match] = []
  private var enough = EnoughMatches()
  /// The host of records that name none.
  private var placeHost = ""
  /// The record of the last match of which an event was made: several rules often match one record.
  private var last: (offset: UInt64, event: Event, look: Look)?
  private var lastFacts: (offset: UInt64, facts: LogFacts?)?
  /// Matches of this block so far.
  private var counts: [FindingPlace: Int] = [:]

  /// Whether a record was read by the second decoder, and what that read otherwise.
  private enum Look {
    case none
    case taken(String?)
  }

  init(_ needs: MatchNeeds) { self.needs = needs }

  /// `placeHost` is the host that the place of the evidence tells, for records that name none.
  mutating func begin(_ enough: EnoughMatches, placeHost: String) {
    self.enough = enough
    self.placeHost = placeHost
    matches = []
    last = nil
    lastFacts = nil
    counts.removeAll(keepingCapacity: true)
  }

  /// `at`: where the record begins in the row's bytes; nil for what is no event log record.
  mutating func add(
    _ rule: Int, _ head: RecordHead, _ schema: Schema, _ row: borrowing Row, at: Int?, field: String? = nil
  ) {
    let named = fields.text(of: "computer", schema, row)
    let host = named.isEmpty ? placeHost : named
    var match = BlockResult.Match(rule: rule, head: head, host: host)
    let place = FindingPlace(rule: rule, host: host)
    let count = counts[place, default: 0]
    counts[place] = count + 1
    let isShown = count < EnoughMatches.mostShown && !enough.shown.contains(place)
    let isKept = count < EnoughMatches.mostEvents && !enough.events.contains(place)
    let isLookedAtTwice = needs.looksTwiceAtAll || isShown
    if isLookedAtTwice || isKept {
      var made = last?.offset == head.offset ? last : nil
      if made == nil { made = (head.offset, fields.event(head, schema, row), .none) }
      if let at, isLookedAtTwice, let event = made?.event, case .none? = made?.look {
        made?.look = .taken(SecondLook.disagreement(row.bytes, at: at, with: event, number: head.number))
      }
      if isLookedAtTwice, case .taken(let doubt)? = made?.look { match.doubt = doubt }
      match.event = made?.event
      last = made
    }
    match.values = needs.correlated[rule].map { names in
      names.map { name in
        let text = fields.text(of: name, schema, row)
        return text.isEmpty ? nil : text
      }
    }
    match.field = field
    if at == nil {
      if lastFacts?.offset != head.offset { lastFacts = (head.offset, logFacts.facts(schema, row, &fields)) }
      match.facts = lastFacts?.facts
    }
    if at == nil { match.request = RequestPlace(of: schema, &requestPlaces).candidate(row)?.number }
    matches.append(match)
  }
}
