public import Model

/// What can be said of one host.
public struct HostAssessment: Sendable, Hashable {
  public var host: String
  /// Nil for evidence that has no source of Exchange or IIS: nothing was asked that it could answer.
  public var verdict: Verdict?
  /// Why the verdict is what it is, or why there is none: one plain sentence.
  public var reason: String
  /// The one piece of evidence that would change this most; nil where nothing can be said.
  public var wouldChange: String?
  /// The ids of its findings.
  public var findings: [String]
  /// One for each source, in the order of their names.
  public var coverage: [MergedCoverage]
  public var bytes: ByteAccount

  public init(
    host: String, verdict: Verdict?, reason: String, wouldChange: String?, findings: [String],
    coverage: [MergedCoverage], bytes: ByteAccount
  ) {
    self.host = host
    self.verdict = verdict
    self.reason = reason
    self.wouldChange = wouldChange
    self.findings = findings
    self.coverage = coverage
    self.bytes = bytes
  }

  /// The verdict with its reason, or why there is none.
  public var sentence: String {
    switch verdict {
    case nil: "No verdict. " + reason
    case .cannotTell: "Cannot tell whether this server was broken into. " + reason
    case .some(let verdict): "\(verdict.rawValue). " + reason
    }
  }
}

/// How far one source of a host could be read, over all its artifacts.
public struct MergedCoverage: Sendable, Hashable {
  public var source: String
  public var recordCount: UInt64
  public var from: Timestamp?
  public var to: Timestamp?
  public var gaps: [SourceCoverage.Gap]
  /// What is known of its clocks: one for each log of that source, in the order in which they were read.
  public var clocks: [ClockOffset] = []

  public init(
    source: String, recordCount: UInt64, from: Timestamp?, to: Timestamp?, gaps: [SourceCoverage.Gap]
  ) {
    self.source = source
    self.recordCount = recordCount
    self.from = from
    self.to = to
    self.gaps = gaps
  }

  /// One entry for each source, in the order of their names; a gap between two artifacts is none of ours to find.
  public static func merged(_ coverage: [SourceCoverage]) -> [MergedCoverage] {
    var bySource: [String: MergedCoverage] = [:]
    for part in coverage {
      var whole =
        bySource[part.source] ?? MergedCoverage(source: part.source, recordCount: 0, from: nil, to: nil, gaps: [])
      whole.recordCount += part.recordCount
      whole.from = [whole.from, part.from].compactMap(\.self).min()
      whole.to = [whole.to, part.to].compactMap(\.self).max()
      whole.gaps += part.gaps
      bySource[part.source] = whole
    }
    for (source, parts) in Dictionary(grouping: coverage, by: \.source) {
      bySource[source]?.clocks = ClockOffset.ofLogs(in: parts)
    }
    return bySource.values.sorted { $0.source < $1.source }
  }
}
