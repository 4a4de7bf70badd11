/// One thing that happened and that a finding rests on, for a list in time order.
public struct TimelineEntry: Hashable, Sendable {
  /// What happened; without fields where the case keeps only its place in the evidence.
  public var event: Event
  /// Whether the case keeps the event's fields.
  public var hasFields: Bool
  /// The findings that rest on it, in the order of the findings list; never empty.
  public var findings: [Mention]
  /// What is known of the clock of its log; its place in the list is by the corrected time, its time is that of the log.
  public var clock: ClockOffset?
  /// Whether it is closer to the entry before it than the clocks of their logs are known: they may have come the other
  /// way round.
  public var isOrderOpen = false

  /// A finding as a list shows it.
  public struct Mention: Hashable, Sendable {
    public var id: String
    public var title: String
    public var severity: Severity

    public init(id: String, title: String, severity: Severity) {
      self.id = id
      self.title = title
      self.severity = severity
    }
  }

  public init(event: Event, hasFields: Bool, findings: [Mention]) {
    self.event = event
    self.hasFields = hasFields
    self.findings = findings
  }

  /// The gravest of its findings' severities.
  public var severity: Severity { findings.map(\.severity).max() ?? .informational }
}
