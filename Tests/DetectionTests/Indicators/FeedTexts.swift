import Bytes

@testable import Detection

/// A feed of a text, and what of it is used.
func feed(_ text: String, file: String = "dir/feed.txt") -> IndicatorFeed {
  let bytes = Array(text.utf8)
  return IndicatorFeed(file: file, bytes: bytes.rawSpan)
}

extension IndicatorFeed {
  /// Kind and value of each indicator.
  var told: [String] { indicators.map { "\($0.kind.rawValue) \($0.value)" } }
  /// Place and reason of each entry that is not used.
  var refused: [String] { problems.map { "\($0.origin.place): \($0.reason)" } }
}
