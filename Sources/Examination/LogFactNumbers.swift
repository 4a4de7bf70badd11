/// Facts with each text as a number in a table: correlations keep those of a million lines.
struct LogFactNumbers {
  fileprivate var numbers = InlineArray<11, UInt32>(repeating: 0)
}

/// The texts of facts that are kept, each once; bounded, what comes beyond is not told.
struct LogFactTexts {
  private var texts: [String?] = [nil]
  private var places: [String: UInt32] = [:]
  private static let most = 100_000

  mutating func numbers(of facts: LogFacts) -> LogFactNumbers {
    var result = LogFactNumbers()
    for role in LogFacts.Role.allCases { result.numbers[role.rawValue] = facts[role].map { number(of: $0) } ?? 0 }
    return result
  }

  func facts(_ numbers: LogFactNumbers) -> LogFacts {
    var facts = LogFacts()
    for role in LogFacts.Role.allCases { facts[role] = texts[Int(numbers.numbers[role.rawValue])] }
    return facts
  }

  private mutating func number(of text: String) -> UInt32 {
    if let known = places[text] { return known }
    guard texts.count < Self.most else { return 0 }
    texts.append(text)
    places[text] = UInt32(texts.count - 1)
    return UInt32(texts.count - 1)
  }
}
