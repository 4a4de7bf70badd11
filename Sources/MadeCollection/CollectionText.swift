internal import EVTXTestSupport

/// Options as they are written on a command line.
public enum CollectionText {
  /// A word that is no option.
  public struct Unknown: Error, CustomStringConvertible {
    public var word: String
    public var choices: [String]
    public var description: String { "'\(word)' is none of \(choices.joined(separator: ", "))" }
  }

  /// Bytes from `10MB`, `1.5GB` or a number; nil for anything else.
  public static func bytes(_ text: String) -> Int? {
    let units = [("GB", 1e9), ("MB", 1e6), ("KB", 1e3), ("B", 1), ("", 1)]
    for (unit, factor) in units where text.uppercased().hasSuffix(unit) {
      guard let number = Double(text.dropLast(unit.count)), number > 0, number * factor < 1e12 else { return nil }
      return Int(number * factor)
    }
    return nil
  }

  /// Intrusions by their names with commas, or so many of them that the seed picks.
  public static func intrusions(_ text: String, seed: UInt64) throws -> [CollectionOptions.Intrusion] {
    if let count = Int(text) {
      var random = SeededGenerator(seed: seed ^ 0x5049_434B)
      return Array(CollectionOptions.Intrusion.allCases.shuffled(using: &random).prefix(max(0, count)))
    }
    return try words(text)
  }

  /// Confounders by their names with commas, or `all`.
  public static func confounders(_ text: String) throws -> [CollectionOptions.Confounder] {
    text == "all" ? CollectionOptions.Confounder.allCases : try words(text)
  }

  private static func words<Choice: RawRepresentable<String> & CaseIterable>(_ text: String) throws -> [Choice] {
    try text.split(separator: ",").map { word in
      guard let choice = Choice(rawValue: String(word)) else {
        throw Unknown(word: String(word), choices: Choice.allCases.map(\.rawValue))
      }
      return choice
    }
  }
}
