public import Model

/// What a rule says of itself beyond what every rule says.
public struct RuleDetails: Sendable, Hashable {
  /// The licence as an SPDX identifier.
  public var license: String?
  /// `YYYY-MM-DD`, with dashes also where the rule has slashes.
  public var date: String?
  public var modified: String?
  /// Kinds of machine that the rule is meant for.
  public var scope: [String] = []
  public var related: [RelatedRule] = []
  /// What the author says of the log source, for readers.
  public var logSourceDefinition: String?
  /// The number in a catalogue of detections, `EXD-008`, which findings show in place of the id (`postern: detection`).
  ///
  /// Several rules may see one detection. Nil where the rule has none.
  public var detection: String?
  /// Where in an intrusion a match stands (`postern: stage`); nil where the rule does not say.
  public var stage: Stage?
  /// How good a basis a match is (`postern: confidence`); nil where the rule does not say.
  public var confidence: Confidence?
  /// What whoever matches has done (`postern: activity`); nil where the rule does not say.
  public var activity: Activity.Kind?
  /// Keys that Sigma does not know, with their values as YAML in one line.
  public var custom: [CustomField] = []

  public init() {}

  /// A key that Sigma does not know.
  public struct CustomField: Sendable, Hashable {
    public var key: String
    public var value: String

    public init(key: String, value: String) {
      self.key = key
      self.value = value
    }
  }
}

/// Another rule that a rule stands in a relation to.
public struct RelatedRule: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable, CaseIterable { case derived, obsolete, merged, renamed, similar }

  public var id: String
  public var kind: Kind

  public init(id: String, kind: Kind) {
    self.id = id
    self.kind = kind
  }
}
