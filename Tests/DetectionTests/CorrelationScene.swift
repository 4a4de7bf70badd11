import Detection
import Model
import Sigma

/// A correlation and the matches that come to it, in words of a test.
struct CorrelationScene {
  var correlations: [Correlation]
  var limits = Correlator.Limits()
  private var matches: [(rule: String, ticks: Int64, sequence: UInt64, fields: [String: String])] = []

  init(_ correlations: Correlation...) { self.correlations = correlations }

  /// Adds an event, numbered in the order of the calls from 0, that these rules match.
  mutating func event(_ second: Double, _ rules: String..., fields: [String: String] = [:]) {
    let sequence = (matches.last?.sequence).map { $0 + 1 } ?? 0
    for rule in rules { matches.append((rule, Int64(second * 10_000_000), sequence, fields)) }
  }

  func outcome(shuffledBy seed: UInt64 = 0) -> CorrelatorOutcome {
    var correlator = Correlator(correlations, limits: limits)
    var random = Seeded(state: seed)
    for match in seed == 0 ? matches : matches.shuffled(using: &random) {
      let values = correlator.neededFields(forRule: match.rule).map { match.fields[$0] }
      correlator.add(rule: match.rule, ticks: match.ticks, sequence: match.sequence, values: values)
    }
    return correlator.finish()
  }

  /// The events of each result.
  var events: [[UInt64]] {
    let outcome = outcome()
    return outcome.results.map { outcome.events(of: $0).map(\.sequence) }
  }

  var groups: [[String]] { outcome().results.map(\.group) }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension Correlation {
  /// A correlation of rules a, b, c …, with a timespan in seconds.
  static func make(
    _ kind: Kind, _ rules: [String] = ["a"], by groupBy: [String] = [], within seconds: Int64 = 60,
    when criteria: [Criterion] = [], field: String? = nil, fields: [String] = [], percentile: Double? = nil,
    expression: RuleExpression? = nil, aliases: [String: [String: String]] = [:], generate: Bool = false,
    id: String = "corr"
  ) -> Correlation {
    Correlation(
      id: id, title: id, kind: kind, rules: rules, groupBy: groupBy, timespan: seconds * 10_000_000,
      condition: Condition(
        criteria: criteria, fields: field.map { [$0] } ?? fields, percentile: percentile, expression: expression),
      aliases: aliases, generate: generate, origin: Origin(file: "test.yml", line: 1))
  }
}
