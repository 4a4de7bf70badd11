/// What became of a host, or of a host with regard to one weakness.
public enum Verdict: String, Sendable, CaseIterable {
  case notExposed, exposed, attempted, exploited, compromised, dataTaken, cannotTell
}
