public import Model

/// What was read to reach a list: a list that is empty says this, and one that is not has it as its denominator.
public struct ReadFacts: Sendable, Hashable {
  public var artifactCount: Int
  public var recordCount: UInt64
  public var ruleCount: Int
  public var from: Timestamp?
  public var to: Timestamp?

  public init(artifactCount: Int, recordCount: UInt64, ruleCount: Int, from: Timestamp?, to: Timestamp?) {
    self.artifactCount = artifactCount
    self.recordCount = recordCount
    self.ruleCount = ruleCount
    self.from = from
    self.to = to
  }

  /// One sentence.
  public var sentence: String {
    let read =
      "Read: \(Quantity.count(artifactCount, "artifact")), \(Quantity.grouped(recordCount)) "
      + "\(recordCount == 1 ? "record" : "records"), \(Quantity.count(ruleCount, "rule"))"
    guard let from, let to else { return read + ", no time span." }
    return read + ", \(ShownTime.second(from)) to \(ShownTime.second(to)) UTC."
  }
}
