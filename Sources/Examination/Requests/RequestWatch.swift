internal import Model
internal import Records

/// Notes when each log of a block saw which requests.
///
/// It looks at the text logs that carry the numbers of requests, and costs a look at one slot of each row there.
struct RequestWatch {
  private(set) var sightings = RequestSightings()
  private var places: [UInt32: Known] = [:]
  private var last = Known(schema: 0, place: .nowhere, channel: "")
  private var log: Int?
  /// Rows since the last one that had a number.
  private var misses = 0
  private static let mostSchemas = 4096
  /// After so many rows without a number one in `stride` is looked at, in that block.
  private static let patience = 64
  private static let stride = 16

  private struct Known {
    var schema: UInt32
    var place: RequestPlace
    var channel: String
  }

  mutating func begin() {
    sightings = RequestSightings()
    last = Known(schema: 0, place: .nowhere, channel: "")
    log = nil
    misses = 0
  }

  mutating func look(_ head: RecordHead, _ schema: Schema, _ row: borrowing Row) {
    if schema.id != last.schema { change(to: schema) }
    if case .nowhere = last.place { return }
    if misses > Self.patience {
      misses &+= 1
      if misses % Self.stride != 0 { return }
    }
    guard let log, head.ticks != RecordHead.noTime else { return }
    guard let candidate = last.place.candidate(row) else {
      misses &+= 1
      return
    }
    misses = 0
    let hash = candidate.hash
    guard hash != 0, sightings.logs[log].keeps(hash), candidate.isLikely else { return }
    sightings.add(hash, head, log: log)
  }

  private mutating func change(to schema: Schema) {
    if let known = places[schema.id] {
      last = known
    } else {
      if places.count >= Self.mostSchemas { places.removeAll() }
      var channel = ""
      if case .constant(let text)? = schema.fields(named: "channel").first?.pieces.first { channel = text }
      last = Known(schema: schema.id, place: RequestPlace(schema), channel: channel)
      places[schema.id] = last
    }
    if case .nowhere = last.place { log = nil } else { log = sightings.number(of: last.channel) }
  }
}
