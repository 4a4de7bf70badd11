internal import Bytes
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
  /// More parts than threads, since some take longer; what two parts share is worked out twice.
  public static let mostParts = 4

  public init(_ set: RuleSet) {
    self.set = set
    let starts = Self.starts(of: set.rules.count)
    let made = Mutex<[CompiledRules?]>(Array(repeating: nil, count: starts.count - 1))
    DispatchQueue.concurrentPerform(iterations: starts.count - 1) { part in
      ThreadHeap.reserve()
      let compiled = CompiledRules(set.rules[starts[part]..<starts[part + 1]])
      made.withLock { $0[part] = compiled }
    }
    self.starts = starts
    shards = made.withLock { $0.compactMap(\.self) }
  }

  /// A set that is kept in parts, each read and made ready by a thread of its own, while one does `other`; nil where a
  /// part cannot be read.
  ///
  /// `read` is asked for parts `0 ..< parts`; together, in their order, they are the set (`parts(of:)`).
  public init?(parts: Int, beside other: @Sendable () -> Void, read: @Sendable (Int) -> RuleSet?) {
    let made = Mutex<[(set: RuleSet, compiled: CompiledRules)?]>(Array(repeating: nil, count: parts))
    DispatchQueue.concurrentPerform(iterations: parts + 1) { number in
      ThreadHeap.reserve()
      guard number > 0 else { return other() }
      guard let set = read(number - 1) else { return }
      let compiled = CompiledRules(set.rules[...])
      made.withLock { $0[number - 1] = (set, compiled) }
    }
    let whole = made.withLock { $0.compactMap(\.self) }
    guard whole.count == parts, var set = whole.first?.set else { return nil }
    var starts = [0, set.rules.count]
    set.rules.reserveCapacity(whole.reduce(0) { $0 + $1.set.rules.count })
    for part in whole.dropFirst() {
      set.rules += part.set.rules
      starts.append(set.rules.count)
    }
    self.set = set
    self.starts = starts
    shards = whole.map(\.compiled)
  }

  /// The set in the parts that `init(parts:beside:read:)` puts together again; all but the rules is in the first.
  public static func parts(of set: RuleSet) -> [RuleSet] {
    let starts = starts(of: set.rules.count)
    return (0..<starts.count - 1).map { part in
      var piece = part == 0 ? set : RuleSet()
      piece.rules = Array(set.rules[starts[part]..<starts[part + 1]])
      return piece
    }
  }

  private static func starts(of count: Int) -> [Int] {
    let parts = count < fewestForParts ? 1 : mostParts
    return (0...parts).map { count * $0 / parts }
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
