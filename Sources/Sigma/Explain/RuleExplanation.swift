/// What a rule met in some evidence: the records that it is for, which of its fields they have, and what of it was true.
public struct RuleExplanation: Sendable, Hashable {
  public var rule: Rule
  /// The kinds of record that its log source means.
  public var sources: [LogSourceMap.Variant]
  public var conditions: [String]
  /// All records of the evidence.
  public var recordCount: UInt64 = 0
  /// Those on which the rule matched.
  public var matchCount: UInt64 = 0
  /// The kinds of record of its log source that are here, the most frequent first, then by name.
  public var kinds: [Kind] = []
  /// Records of kinds beyond those that are kept, of its log source or not.
  public var recordsOfFurtherKinds: UInt64 = 0
  /// How many records each channel has that are not of its log source, the most frequent first, then by name.
  public var others: [(channel: String, recordCount: UInt64)] = []
  public var selections: [Selection] = []

  /// Records of one channel, provider and event id that have the same ones of the rule's fields.
  public struct Kind: Sendable, Hashable {
    public var channel: String
    public var provider: String
    public var eventID: String
    public var recordCount: UInt64 = 0
    /// The rule's fields that such records have, and what they are called there.
    public var fields: [(rule: String, event: String)] = []
    /// Those that they lack.
    public var missing: [String] = []
    /// Whether the rule can match them: false where it needs a field that they lack.
    public var canMatch = true

    public static func == (one: Kind, other: Kind) -> Bool {
      one.channel == other.channel && one.provider == other.provider && one.eventID == other.eventID
        && one.recordCount == other.recordCount && one.fields.elementsEqual(other.fields, by: ==)
        && one.missing == other.missing && one.canMatch == other.canMatch
    }

    public func hash(into hasher: inout Hasher) {
      hasher.combine(channel)
      hasher.combine(provider)
      hasher.combine(eventID)
      hasher.combine(missing)
    }
  }

  /// A selection of the rule, or a part of one, and on how many records of the log source it was true.
  public struct Selection: Sendable, Hashable {
    /// The selection's name, or what a part of it asks for.
    public var text: String
    public var recordCount: UInt64
    public var parts: [Selection] = []
  }

  public var sourceRecordCount: UInt64 { kinds.reduce(0) { $0 + $1.recordCount } }

  /// Whether it can match here at all.
  public var canMatch: Bool { recordsOfFurtherKinds > 0 || kinds.contains(where: \.canMatch) }

  /// Why it did not match, or never can; nil where it matched.
  public var reason: String? {
    guard matchCount == 0 else { return nil }
    if recordCount == 0 { return "there is no record here" }
    if sourceRecordCount == 0 { return "none of the records here is of its log source \(rule.logSource.text)" }
    if !canMatch {
      var names: [String] = []
      for name in kinds.flatMap(\.missing) where !names.contains(name) { names.append(name) }
      return "the records of its log source lack a field that it needs: \(names.joined(separator: ", "))"
    }
    let never = selections.filter { $0.recordCount == 0 }.map(\.text)
    if never.isEmpty { return "no record fulfilled its condition as a whole" }
    return "never true: \(never.joined(separator: ", "))"
  }

  public static func == (one: RuleExplanation, other: RuleExplanation) -> Bool {
    one.rule == other.rule && one.sources == other.sources && one.conditions == other.conditions
      && one.recordCount == other.recordCount && one.matchCount == other.matchCount && one.kinds == other.kinds
      && one.recordsOfFurtherKinds == other.recordsOfFurtherKinds
      && one.others.elementsEqual(other.others, by: ==) && one.selections == other.selections
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(rule.id) }
}
