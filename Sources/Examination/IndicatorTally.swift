/// What a finding of an indicator counts beside its matches.
struct IndicatorTally {
  /// Matches whose record is younger than the indicator's end.
  private(set) var staleCount = 0
  /// Where it was seen, in the order of the evidence: the first places.
  private(set) var places: [String] = []
  private(set) var hasMorePlaces = false
  /// Whether a file with that hash is among the evidence.
  var isFileThere = false

  static let mostPlaces = 4

  mutating func add(_ place: String?, isStale: Bool) {
    if isStale { staleCount += 1 }
    guard let place, !places.contains(place) else { return }
    guard places.count < Self.mostPlaces else {
      hasMorePlaces = true
      return
    }
    places.append(place)
  }
}
