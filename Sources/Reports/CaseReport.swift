public import Model

/// Everything a report of a case is made of, as values.
public struct CaseReport: Sendable {
  public var summary: ExaminationSummary
  /// Shown at the top; when it was made, by whom, with which version.
  public var madeBy: [String]
  public var artifacts: [Artifact]
  /// The content of `assessment.json`.
  public var assessment: [UInt8]
  /// With their first citations.
  public var findings: [Finding]
  public var isFinished: Bool

  public init(
    summary: ExaminationSummary, madeBy: [String], artifacts: [Artifact], assessment: [UInt8], findings: [Finding],
    isFinished: Bool
  ) {
    self.summary = summary
    self.madeBy = madeBy
    self.artifacts = artifacts
    self.assessment = assessment
    self.findings = findings
    self.isFinished = isFinished
  }
}
