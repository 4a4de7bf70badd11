/// How far one source could be read.
public struct SourceCoverage: Hashable, Sendable {
  public var host: String
  /// The channel of an event log, or the family of a text log.
  public var source: String
  public var artifact: String
  public var recordCount: UInt64
  public var from: Timestamp?
  public var to: Timestamp?
  public var gaps: [Gap]
  /// How far the log's clock is from that of another; nil where nothing tells, and for those against which others are
  /// measured.
  public var clock: ClockOffset?

  /// A span for which records are missing.
  public struct Gap: Hashable, Sendable {
    public var from: Timestamp?
    public var to: Timestamp?
    /// One lower-case clause: what shows that something is missing.
    public var why: String

    public init(from: Timestamp?, to: Timestamp?, why: String) {
      self.from = from
      self.to = to
      self.why = why
    }
  }

  public init(
    host: String, source: String, artifact: String, recordCount: UInt64, from: Timestamp?, to: Timestamp?, gaps: [Gap]
  ) {
    self.host = host
    self.source = source
    self.artifact = artifact
    self.recordCount = recordCount
    self.from = from
    self.to = to
    self.gaps = gaps
  }
}
