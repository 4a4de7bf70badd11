import FoundationEssentials
import Testing

/// Files that reports are compared with.
///
/// `UPDATE_GOLDEN=1 swift test` writes them anew; the difference is reviewed.
enum Golden {
  static func expect(_ text: String, matches name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/" + name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(text.utf8).write(to: url)
      return
    }
    let expected = try #require(
      try? String(contentsOf: url, encoding: .utf8), "no golden file \(name)", sourceLocation: sourceLocation)
    guard text != expected else {
      #expect(text == expected, sourceLocation: sourceLocation)
      return
    }
    let (ours, theirs) = (
      text.split(separator: "\n", omittingEmptySubsequences: false),
      expected.split(separator: "\n", omittingEmptySubsequences: false)
    )
    let line =
      zip(ours, theirs).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(ours.count, theirs.count)
    let (our, their) = (line < ours.count ? ours[line] : "(end)", line < theirs.count ? theirs[line] : "(end)")
    Issue.record(
      "\(name), line \(line + 1): \(our.debugDescription), golden file: \(their.debugDescription)",
      sourceLocation: sourceLocation)
  }
}
