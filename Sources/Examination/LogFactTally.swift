/// The facts of many lines: each value with the number of lines that have it.
struct LogFactTally {
  /// The values of one role.
  struct Values {
    /// In the order in which they were first seen.
    private(set) var counted: [(text: String, count: Int)] = []
    /// Whether there were more than are counted.
    private(set) var hasMore = false
    /// Lines that have one, those that are not counted by value too.
    private(set) var lineCount = 0
    private var last = 0
    /// Values that are told apart.
    static let most = 16

    mutating func add(_ text: String) {
      lineCount += 1
      if last < counted.count, counted[last].text == text {
        counted[last].count += 1
      } else if let place = counted.firstIndex(where: { $0.text == text }) {
        counted[place].count += 1
        last = place
      } else if counted.count < Self.most {
        last = counted.count
        counted.append((text, 1))
      } else {
        hasMore = true
      }
    }

    var isEmpty: Bool { counted.isEmpty }
    /// Those seen most often first, of equal ones that which was seen first.
    var sorted: [(text: String, count: Int)] {
      counted.enumerated().sorted { ($1.element.count, $0.offset) < ($0.element.count, $1.offset) }.map(\.element)
    }
    /// The one value that all lines have that have one.
    var only: String? { counted.count == 1 && !hasMore ? counted[0].text : nil }
  }

  private var values: [Values] = []
  /// Lines in all.
  private(set) var lineCount = 0

  subscript(role: LogFacts.Role) -> Values { values.isEmpty ? Values() : values[role.rawValue] }

  mutating func add(_ facts: LogFacts) {
    if values.isEmpty { values = Array(repeating: Values(), count: LogFacts.Role.allCases.count) }
    lineCount += 1
    for role in LogFacts.Role.allCases {
      if let text = facts[role] { values[role.rawValue].add(text) }
    }
  }
}
