/// Finds the word that was perhaps meant.
enum NearWord {
  /// "did you mean 'x'?" for the candidate nearest to `word`, or nil where none is near.
  ///
  /// Near is one edit for words up to four letters, two up to eight, three beyond; a swap of neighbors is one edit.
  /// Of equally near ones the first wins.
  static func suggestion(for word: String, among candidates: some Sequence<String>) -> String? {
    nearest(to: word, among: candidates).map { "did you mean '\($0)'?" }
  }

  /// Candidates beyond these are not looked at: each costs the product of two lengths.
  private static let candidateLimit = 1000

  static func nearest(to word: String, among candidates: some Sequence<String>) -> String? {
    // Long words are no typing mistakes, and the table would cost their product.
    guard word.utf8.count <= 64 else { return nil }
    let wanted = Array(word.lowercased().unicodeScalars)
    let limit = wanted.count <= 4 ? 1 : wanted.count <= 8 ? 2 : 3
    var best: (word: String, distance: Int)?
    for candidate in candidates.prefix(candidateLimit) where candidate != word && candidate.utf8.count <= 64 {
      let letters = Array(candidate.lowercased().unicodeScalars)
      guard abs(letters.count - wanted.count) <= limit else { continue }
      let distance = distance(wanted, letters)
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Edits between two words: insert, delete, replace, swap neighbors (optimal string alignment).
  static func distance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in one.indices {
      var current = [row + 1]
      for column in other.indices {
        let replaced = last[column] + (one[row] == other[column] ? 0 : 1)
        var least = min(replaced, last[column + 1] + 1, current[column] + 1)
        if row > 0, column > 0, one[row] == other[column - 1], one[row - 1] == other[column] {
          least = min(least, beforeLast[column - 1] + 1)
        }
        current.append(least)
      }
      beforeLast = last
      last = current
    }
    return last[other.count]
  }
}
