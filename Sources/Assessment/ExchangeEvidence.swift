internal import Model

/// Which sources of Exchange and IIS are among a host's evidence, and what follows while nothing judges them.
struct ExchangeEvidence {
  /// Whether event logs of Exchange were read.
  let hasEvents: Bool
  /// Whether logs of IIS or of Exchange were read.
  let hasLogs: Bool
  /// Web and Exchange logs that nothing here reads.
  let unreadCount: Int

  init(artifacts: [Artifact], coverage: [SourceCoverage]) {
    let channels = Set(coverage.map { $0.source.lowercased() })
    hasEvents = channels.contains { $0.hasPrefix("msexchange") }
    hasLogs = channels.contains { $0.hasPrefix("exchange/") || $0.hasPrefix("iis/") }
    unreadCount = artifacts.count { Self.isExchangeOrIISLog($0.path) && $0.format == "unknown" }
  }

  var isPresent: Bool { hasEvents || hasLogs || unreadCount > 0 }

  /// Why nobody can tell, or why nothing is asked; a sentence of its own.
  var reason: String {
    if unreadCount > 0 {
      let logs = unreadCount == 1 ? "1 web or Exchange log was" : "\(unreadCount) web and Exchange logs were"
      return "\(logs) handed over that nothing here reads yet."
    }
    if hasLogs { return "The findings stand for themselves: no verdict is drawn from web and Exchange logs yet." }
    if hasEvents { return "Of Exchange there are event logs only, no web log." }
    return "There is no source of Exchange or IIS among the evidence."
  }

  var wouldChange: String? {
    guard isPresent else { return nil }
    if unreadCount > 0 { return "reading the web and Exchange logs that were handed over" }
    return hasLogs ? "weighing the findings together, by a person" : "the web logs of this server"
  }

  /// Where IIS and Exchange keep their logs and files, wherever they are installed.
  private static func isExchangeOrIISLog(_ path: String) -> Bool {
    let path = path.lowercased()
    return endings.contains { path.hasSuffix($0) } && places.contains { path.contains($0) }
  }

  private static let endings = [".log", ".txt", ".csv", ".gz", ".etl"]

  private static let places = [
    "/logfiles/w3svc", "/logfiles/httperr", "/inetpub/logs/", "/exchangesetuplogs/", "/logging/",
    "/transportroles/logs/",
  ]
}
