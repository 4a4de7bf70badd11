internal import Detection
internal import Model

/// Looks for indicators in what is known of whole files: their hash and their path.
struct FileSightings: ~Copyable {
  private var matcher: IndicatorMatcher
  private let index: IndicatorIndex
  private let first: Int

  /// An indicator and how the file shows it.
  struct Match {
    /// Its number behind the rules.
    var rule: Int
    /// A clause for "seen …".
    var place: String
  }

  /// `first` is the number of the first indicator among the rules.
  init(_ index: IndicatorIndex, first: Int) {
    self.index = index
    self.first = first
    matcher = IndicatorMatcher(index)
  }

  /// Nothing for files without content: all of them have one hash.
  mutating func matches(_ artifact: Artifact) -> [Match] {
    guard !index.isEmpty, artifact.size > 0 else { return [] }
    var found = index.indicators(ofFile: artifact.sha256, path: artifact.path).map {
      Match(rule: first + $0, place: "as the SHA-256 of \(artifact.path)")
    }
    matcher.match(text: artifact.path) { indicator in
      let kind = index.indicators[indicator].kind
      guard kind == .fileName || kind == .filePath else { return }
      found.append(Match(rule: first + indicator, place: "as the path of \(artifact.path)"))
    }
    return found
  }
}
