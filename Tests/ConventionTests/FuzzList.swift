import Foundation

/// `Fuzz/Sources/fuzz/FuzzTargets.swift` as a text: that package needs libFuzzer, so no test can import it.
enum FuzzList {
  struct Target: Sendable {
    let name: String
    let share: Int
    let reads: [String]
  }

  static let targets: [Target] = {
    let text = ProjectTree.text("Fuzz/Sources/fuzz/FuzzTargets.swift")
    return text.components(after: "FuzzTarget(").compactMap { part in
      guard let name = part.between("name: \"", "\""), let share = part.between("share: ", ",").flatMap({ Int($0) }),
        let reads = part.between("reads: [", "]")
      else { return nil }
      // Between quotes stands every second piece.
      let names = reads.components(after: "\"").enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
      return Target(name: name, share: share, reads: names)
    }
  }()

  static let reads = Set(targets.flatMap(\.reads))
}

extension String {
  /// What stands behind each occurrence of `mark`, up to the next one.
  func components(after mark: String) -> [String] {
    split(separator: mark, omittingEmptySubsequences: false).dropFirst().map { String($0) }
  }

  func before(_ mark: String) -> String? { range(of: mark).map { String(self[..<$0.lowerBound]) } }

  func between(_ start: String, _ end: String) -> String? {
    range(of: start).flatMap { String(self[$0.upperBound...]).before(end) }
  }
}
