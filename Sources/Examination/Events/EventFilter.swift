internal import Bytes
public import Model
internal import Records

extension EventPrinter {
  /// Which records are printed; nil and empty: all.
  public struct Filter: Sendable {
    /// With `*` and `?`, compared without case, as the conditions' patterns.
    public var channel: String?
    public var eventID: UInt32?
    public var since: Timestamp?
    public var until: Timestamp?
    /// All must hold; one holds where any value of a field of that name fits, an empty pattern also where there is none.
    public var conditions: [(field: String, pattern: String)] = []

    public init() {}
  }
}

/// A filter made ready: each worker has one.
struct EventFilter: ~Copyable {
  private struct Condition {
    /// In lower case.
    var field: String
    var pattern: WildcardPattern
    var holdsWithoutValue: Bool
  }

  private let since: Int64
  private let until: Int64
  private let conditions: [Condition]
  /// For each schema and condition the numbers of the fields.
  private var places: [UInt32: [[Int]]] = [:]
  private var lastSchema: UInt32 = 0
  private var lastPlaces: [[Int]] = []
  private var scratch = ByteBuffer(capacity: 4096)
  private static let mostSchemas = 4096

  init(_ filter: EventPrinter.Filter) {
    since = filter.since?.ticks ?? .min
    until = filter.until?.ticks ?? .max
    var asked: [(field: String, pattern: String)] = []
    if let channel = filter.channel { asked.append(("channel", channel)) }
    if let id = filter.eventID { asked.append(("eventid", String(id))) }
    conditions = (asked + filter.conditions).map { field, pattern in
      Condition(field: field.lowercased(), pattern: WildcardPattern(pattern), holdsWithoutValue: pattern.isEmpty)
    }
  }

  mutating func passes(_ head: RecordHead, _ schema: Schema, _ row: borrowing Row) -> Bool {
    // A record without a time has the smallest number, so it passes only where no time is asked for.
    guard head.ticks >= since, head.ticks <= until, until == .max || head.ticks != RecordHead.noTime else {
      return false
    }
    if conditions.isEmpty { return true }
    findPlaces(schema)
    for number in conditions.indices where !holds(number, schema, row) { return false }
    return true
  }

  private mutating func findPlaces(_ schema: Schema) {
    guard schema.id != lastSchema || lastPlaces.isEmpty else { return }
    lastSchema = schema.id
    if let known = places[schema.id] {
      lastPlaces = known
      return
    }
    if places.count >= Self.mostSchemas { places.removeAll() }
    let names = schema.fields.map { $0.name.lowercased() }
    lastPlaces = conditions.map { condition in names.indices.filter { names[$0] == condition.field } }
    places[schema.id] = lastPlaces
  }

  private mutating func holds(_ number: Int, _ schema: Schema, _ row: borrowing Row) -> Bool {
    let condition = conditions[number]
    var hasValue = false
    for place in lastPlaces[number] {
      let field = schema.fields[place]
      guard FieldValues.hasValue(field, row) else { continue }
      hasValue = true
      var fits = false
      FieldValues.forEach(field, row, folded: true, &scratch) { if condition.pattern.fits($0) { fits = true } }
      if fits { return true }
    }
    return !hasValue && condition.holdsWithoutValue
  }
}
