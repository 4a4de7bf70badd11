internal import CaseStore
internal import Model
internal import Records

/// Matches of one request in several logs, by the number that Exchange gave it.
///
/// Findings of success and of what came after get the other traces of their requests as citations: what front end, proxy
/// and back end wrote of one request stands together. An attempt stays one: it is cited there and changes nothing.
struct RequestJoin {
  /// Requests that are told apart.
  static let mostRequests = 100_000
  /// Traces of one request that are kept.
  static let mostTraces = 32

  private var traces: [RequestNumber: [StoredMatch]] = [:]
  private var leftOut = 0

  /// What was not joined.
  var notes: [String] {
    leftOut == 0
      ? [] : ["\(leftOut) matches beyond \(Self.mostRequests) requests were not joined with other traces of theirs"]
  }

  mutating func add(_ request: RequestNumber, _ match: StoredMatch) {
    guard let known = traces[request] else {
      if traces.count < Self.mostRequests { traces[request] = [match] } else { leftOut += 1 }
      return
    }
    guard known.count < Self.mostTraces else {
      leftOut += 1
      return
    }
    traces[request]?.append(match)
  }

  /// What each finding has to cite beside: matches with the finding's key, in the order of the evidence.
  ///
  /// `correlated` are the matches of findings that came by correlations.
  func further(correlated: [StoredMatch], takes: (Int) -> Bool) -> [StoredMatch] {
    var requests: [Place: Set<RequestNumber>] = [:]
    for (request, matches) in traces where matches.count > 1 {
      for match in matches { requests[Place(match), default: []].insert(request) }
    }
    var cited: [Int: Set<Place>] = [:]
    var wanted: [Int: Set<RequestNumber>] = [:]
    for match in traces.values.joined() + correlated where takes(match.findingKey) {
      guard let own = requests[Place(match)] else { continue }
      cited[match.findingKey, default: []].insert(Place(match))
      wanted[match.findingKey, default: []].formUnion(own)
    }
    var result: [StoredMatch] = []
    for (key, numbers) in wanted {
      for match in numbers.lazy.flatMap({ traces[$0] ?? [] })
      where cited[key, default: []].insert(Place(match)).inserted {
        var further = match
        further.findingKey = key
        result.append(further)
      }
    }
    return result.sorted { ($0.findingKey, $0.artifact, $0.offset) < ($1.findingKey, $1.artifact, $1.offset) }
  }

  private struct Place: Hashable {
    var artifact: Int
    var offset: UInt64

    init(_ match: StoredMatch) { (artifact, offset) = (match.artifact, match.offset) }
  }
}
