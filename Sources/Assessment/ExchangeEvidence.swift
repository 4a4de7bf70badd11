internal import Model

/// Which sources of Exchange and IIS are among a host's evidence, and what follows while nothing judges them.
struct ExchangeEvidence {
  /// Channels of Exchange that were read.
  let channels: [String]
  /// Paths of web and Exchange logs that nothing here reads yet.
  let unreadCount: Int

  init(artifacts: [Artifact], coverage: [SourceCoverage]) {
    channels = Set(coverage.map(\.source).filter { $0.lowercased().hasPrefix("msexchange") }).sorted()
    unreadCount = artifacts.count { Self.isExchangeOrIIS($0.path) && $0.format == "unknown" }
  }

  var isPresent: Bool { !channels.isEmpty || unreadCount > 0 }

  /// Why nobody can tell, or why nothing is asked; a sentence of its own.
  var reason: String {
    if unreadCount > 0 {
      let logs = unreadCount == 1 ? "1 web or Exchange log was" : "\(unreadCount) web and Exchange logs were"
      return "\(logs) handed over that nothing here reads yet."
    }
    if isPresent { return "Of Exchange there are event logs only, no web log." }
    return "There is no source of Exchange or IIS among the evidence."
  }

  var wouldChange: String? {
    guard isPresent else { return nil }
    return unreadCount > 0 ? "reading the web and Exchange logs that were handed over" : "the web logs of this server"
  }

  /// Where IIS and Exchange keep their logs and files, wherever they are installed.
  private static func isExchangeOrIIS(_ path: String) -> Bool {
    let path = path.lowercased()
    return places.contains { path.contains($0) }
  }

  private static let places = [
    "/logfiles/w3svc", "/logfiles/httperr", "/inetpub/logs/", "/exchange server/", "/exchangesetuplogs/",
    "/logging/httpproxy/", "/logging/ecp/", "/logging/oabgenerator",
  ]
}
