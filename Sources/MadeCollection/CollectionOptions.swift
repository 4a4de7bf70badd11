/// What collection to make.
public struct CollectionOptions: Sendable {
  /// A way in, or what is told of an intruder.
  public enum Intrusion: String, CaseIterable, Sendable {
    case proxylogon
    /// ProxyLogon, and a second intruder who finds the first one's web shell.
    case secondIntruder = "second-intruder"
    case proxyshell
    case proxynotshell
    /// A stolen password: mailboxes read through the web services in bursts.
    case stolenCredentials = "stolen-credentials"
    /// A stolen password: a log-on in the browser and a rule that sends mail out.
    case browserLogOn = "browser-log-on"
    /// ProxyShell, and a module of the web server as a back door.
    case moduleBackdoor = "module-backdoor"
    /// ProxyLogon, and the logs of its hours deleted.
    case deletedLogs = "deleted-logs"
    /// Intruders who try, and a server that is patched.
    case patched
  }

  /// Harmless activity that looks like an attack, or hides one.
  public enum Confounder: String, CaseIterable, Sendable {
    /// The intruder's address is also that of users.
    case nat
    /// An administrator at work at night.
    case nightAdministrator = "night-administrator"
    /// A vulnerability scan with the shapes of ProxyShell, refused.
    case vulnerabilityScanner = "vulnerability-scanner"
    /// A user with a new phone.
    case newPhone = "new-phone"
    /// A public page `test.aspx` of the administrator.
    case testPage = "test-page"
    /// The clocks change in the middle of the time.
    case clockChange = "clock-change"
    /// Exports to a file share, a plain address for the address book, a page of the house that takes POST.
    case administration
    /// A user on a journey.
    case journey
    /// A service in the cloud that reads a few calendars now and then, with the users' consent.
    case cloudService = "cloud-service"
  }

  public var seed: UInt64 = 1
  /// Bytes of all logs together.
  public var size = 10_000_000
  public var mailboxes = 50
  public var days = 1
  /// The first day; nil: in the season of the intrusions.
  public var start: String?
  public var intrusions: [Intrusion] = []
  public var confounders: [Confounder] = []
  /// Scanners alone: attempts that are refused, nobody inside.
  public var hasScannersOnly = false
  public var server = MadeServer()
  /// Milliseconds that the clock of the back end's web log is ahead.
  public var backEndSkew = 0
  /// Rounds of the server's own probes in a day.
  public var probesADay = 144.0

  public init() {}

  /// The options for a size: more mailboxes and days for more bytes.
  public init(size: Int) {
    self.size = size
    (mailboxes, days) =
      size < 60_000_000 ? (50, 1) : size < 500_000_000 ? (250, 3) : size < 5_000_000_000 ? (1000, 7) : (5000, 7)
  }

  /// The first moment, in the season when the last of the intrusions was new.
  var firstMoment: Moment {
    if let start, let moment = Moment(start) { return moment }
    var moment = Moment(year: 2021, month: 3, day: 3)
    if confounders.contains(.clockChange) { moment = Moment(year: 2021, month: 3, day: 27) }
    if intrusions.contains(where: { $0 == .proxyshell || $0 == .moduleBackdoor || $0 == .patched }) {
      moment = Moment(
        year: 2021, month: confounders.contains(.clockChange) ? 10 : 8,
        day: confounders.contains(.clockChange) ? 30 : 20)
    }
    if intrusions.contains(.proxynotshell) {
      moment = Moment(year: 2022, month: 10, day: confounders.contains(.clockChange) ? 29 : 4)
    }
    return moment
  }

  /// A name that says what is in it.
  public var name: String {
    if hasScannersOnly { return "scanners-only" }
    return intrusions.isEmpty ? "clean" : intrusions.map(\.rawValue).joined(separator: "+")
  }
}
