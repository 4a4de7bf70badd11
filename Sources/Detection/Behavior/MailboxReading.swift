internal import Model

/// An hour in which an account fetched far more, or from far more mailboxes, than it and others do (EXD-079).
enum MailboxReading {
  /// Below this nothing is far more.
  static let fewestBytes: UInt64 = 20_000_000
  static let fewestMailboxes = 10
  /// How many times its own median hour, and how many times what 99 of 100 hours of all accounts have.
  static let timesOwn: UInt64 = 10
  static let timesOthers: UInt64 = 3
  /// Hours that an account must have before its own past counts.
  static let fewestHours: UInt64 = 6

  static func findings(_ series: TrafficSeries) -> [BehaviorFinding] {
    guard series.hourlyBytes.count >= 20 else { return [] }
    return series.accounts.entries.compactMap { finding($0, series) }
  }

  private static func finding(_ account: AccountProfile, _ series: TrafficSeries) -> BehaviorFinding? {
    let bytes = account.mostBytes.first { isFar($0.bytes, fewestBytes, account.bytes, series.hourlyBytes) }
    let mailboxes = account.mostMailboxes.first {
      isFar(UInt64($0.mailboxCount), UInt64(fewestMailboxes), account.mailboxes, series.hourlyMailboxes)
    }
    guard let hour = mailboxes ?? bytes else { return nil }
    let hasPast = account.bytes.count >= fewestHours
    return BehaviorFinding(
      host: series.key.host,
      rule: RuleReference(
        id: "EXD-079",
        title: mailboxes != nil ? "Many mailboxes read in an hour" : "Far more fetched in an hour than ever",
        kind: .behavior),
      severity: hasPast ? .medium : .low, confidence: hasPast ? .moderate : .low, stage: hasPast ? .post : .context,
      techniques: ["T1114.002"], first: hour.first, last: hour.last, count: hour.served,
      sentence: sentence(account, hour, series), after: nil,
      observables: hour.clients.compactMap(BehaviorText.observable)
        + [Observable(type: "user-account", value: account.name)],
      notes: notes(hasPast), places: hour.places, subject: BehaviorText.shortName(account.name))
  }

  /// Whether a value stands far out, and the account has none like it in other hours.
  private static func isFar(
    _ value: UInt64, _ least: UInt64, _ own: LogHistogram, _ all: LogHistogram
  ) -> Bool {
    guard value >= least else { return false }
    // What it does again and again is its work: a backup, an archive.
    guard own.count(from: value) <= 2, own.count < fewestHours || value.reaches(timesOwn, times: own.quantile(0.5))
    else {
      return false
    }
    return value.reaches(timesOthers, times: all.quantile(0.99))
  }

  private static func sentence(
    _ account: AccountProfile, _ hour: AccountProfile.Hour, _ series: TrafficSeries
  ) -> String {
    let clients = BehaviorText.list(hour.clients, hasMore: hour.hasMoreClients, "client", "clients")
    let agents = hour.agents.filter { !$0.isEmpty }.prefix(2).map(BehaviorText.name).joined(separator: ", ")
    let mailboxes =
      hour.mailboxCount == 0
      ? "" : ", \(hour.hasMoreMailboxes ? "more than " : "")\(hour.mailboxCount) mailboxes"
    let usualMailboxes =
      hour.mailboxCount == 0 ? "" : " and \(series.hourlyMailboxes.quantile(0.99)) mailboxes"
    let past =
      account.bytes.count > 1
      ? "its median hour of \(account.bytes.count): at most \(BehaviorText.bytes(account.bytes.quantile(0.5)))"
      : "it has no other hour"
    return "Account \(BehaviorText.name(account.name)) fetched \(BehaviorText.bytes(hour.bytes)) in "
      + "\(BehaviorText.count(hour.served, "request", "requests"))\(mailboxes) in the hour from "
      + "\(BehaviorText.hour(hour.hour)), with \(clients)\(agents.isEmpty ? "" : ", agent \(agents)"); \(past); "
      + "99 of 100 hours of all accounts: at most \(BehaviorText.bytes(series.hourlyBytes.quantile(0.99)))"
      + "\(usualMailboxes) (in steps of a half); "
      + BehaviorText.series(series.key)
  }

  private static func notes(_ hasPast: Bool) -> [String] {
    var notes = ["benign causes: backup, archive, discovery and migration, a new device that fetches all mail"]
    if !hasPast { notes.append("the account has too few hours in this log to know what is usual for it") }
    return notes
  }
}
