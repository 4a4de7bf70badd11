internal import Dispatch
internal import Synchronization

/// A rule set of which everything was worked out that does not depend on evidence.
public final class PreparedRules: Sendable {
  public let set: RuleSet
  /// The rules in parts, each made ready by a thread of its own.
  let shards: [CompiledRules]
  /// The rules of shard `n` are `starts[n] ..< starts[n + 1]`.
  private let starts: [Int]
  /// Fewer rules are not worth another thread.
  private static let fewestForParts = 200
  /// More than threads, since some parts take longer; what two parts share is worked out twice.
  private static let parts = 4

  public init(_ set: RuleSet) {
    self.set = set
    let count = set.rules.count
    let parts = count < Self.fewestForParts ? 1 : Self.parts
    let starts = (0...parts).map { count * $0 / parts }
    let made = Mutex<[CompiledRules?]>(Array(repeating: nil, count: parts))
    DispatchQueue.concurrentPerform(iterations: parts) { part in
      let compiled = CompiledRules(set.rules[starts[part]..<starts[part + 1]])
      made.withLock { $0[part] = compiled }
    }
    self.starts = starts
    shards = made.withLock { $0.compactMap(\.self) }
  }

  /// Where the program of a rule is.
  struct Place: Hashable {
    var shard: Int
    var program: Int
  }

  /// For each of the rules, selected from this set, its program's place; nil where they are of another set.
  func places(of rules: [Rule]) -> [Place]? {
    var places: [Place] = []
    var at = 0
    // By place: a rule has dozens of fields to be copied.
    for number in rules.indices {
      while at < set.rules.count, !Self.areSame(rules[number], set.rules[at]) { at += 1 }
      guard at < set.rules.count else { return nil }
      places.append(place(of: at))
      at += 1
    }
    return places
  }

  private func place(of number: Int) -> Place {
    let shard = starts.lastIndex { $0 <= number && $0 < starts[starts.count - 1] } ?? 0
    return Place(shard: shard, program: number - starts[shard])
  }

  /// Two rules of one set that come from one place are one.
  private static func areSame(_ one: Rule, _ other: Rule) -> Bool {
    one.origin == other.origin && one.id == other.id && one.logSource == other.logSource
  }
}
