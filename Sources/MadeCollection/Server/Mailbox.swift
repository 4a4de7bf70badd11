internal import EVTXTestSupport

/// A mailbox, its owner, and where the owner's programs come from.
struct Mailbox: Sendable {
  var alias: String
  /// As `EXAMPLE\a.reader`.
  var account: String
  /// As `a.reader@example.org`.
  var mail: String
  var sid: String
  var id: String
  var database: String
  var office: String
  var home: String
  var mobile: String
  var device: String
  var outlook: Agent
  var phone: Agent
  var browser: Agent
  var hasPhone: Bool
  /// Who has Outlook over RPC instead of MAPI over HTTP, as the oldest versions do.
  var usesRPC: Bool

  /// The people of a server, the same for the same seed.
  static func all(_ count: Int, of server: MadeServer, seed: UInt64) -> [Mailbox] {
    var random = SeededGenerator(seed: seed ^ 0x4D41_494C)
    let databases = (0..<max(1, count / 200)).map { _ in RequestID(using: &random).text }
    return (0..<count).map { number in
      let first = syllables(2, using: &random), last = syllables(3, using: &random)
      let alias = "\(first.prefix(1)).\(last)\(number < 1000 ? "" : String(number / 1000))"
      return Mailbox(
        alias: alias, account: server.netBIOSDomain + "\\" + alias, mail: alias + "@" + server.domain,
        sid: "S-1-5-21-1004336348-1177238915-682003330-\(1200 + number)", id: RequestID(using: &random).text,
        database: databases[number % databases.count],
        office: "10.20.\(40 + number / 200 % 60).\(10 + number % 200)",
        home: "198.18.\(Int.random(in: 0...255, using: &random)).\(Int.random(in: 1...254, using: &random))",
        mobile: "100.64.\(Int.random(in: 0...15, using: &random)).\(Int.random(in: 1...254, using: &random))",
        device: RequestID(using: &random).text.filter { $0 != "-" }.uppercased(),
        outlook: Agent.outlook[weighted(Agent.outlook.count, using: &random)],
        phone: Agent.phones[weighted(Agent.phones.count, using: &random)],
        browser: Agent.browsers[weighted(Agent.browsers.count, using: &random)],
        hasPhone: Int.random(in: 0..<10, using: &random) < 6, usesRPC: Int.random(in: 0..<12, using: &random) == 0)
    }
  }

  /// One of so many, the first ones most often.
  private static func weighted(_ count: Int, using random: inout SeededGenerator) -> Int {
    min(Int.random(in: 0..<count, using: &random), Int.random(in: 0..<count, using: &random))
  }

  private static let starts = ["b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "br", "st", "tr"]
  private static let vowels = ["a", "e", "i", "o", "u", "ei", "au"]

  private static func syllables(_ count: Int, using random: inout SeededGenerator) -> String {
    (0..<count).reduce("") { text, _ in
      text + (starts.randomElement(using: &random) ?? "b") + (vowels.randomElement(using: &random) ?? "a")
    }
  }
}

/// What a program says that it is, as each log spells it.
struct Agent: Hashable, Sendable {
  /// As it was sent.
  var sent: String
  /// As IIS writes it: a plus for each blank.
  var web: String
  /// As Exchange writes it: a blank for each comma.
  var exchange: String

  init(_ sent: String) {
    self.sent = sent
    web = String(sent.map { $0 == " " ? "+" : $0 })
    exchange = String(sent.map { $0 == "," ? " " : $0 })
  }
}

extension Agent {
  static let none = Agent("")
  static let outlook = [
    Agent("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.13628; Pro)"),
    Agent("Microsoft Office/16.0 (Windows NT 10.0; Microsoft Outlook 16.0.5122; Pro)"),
    Agent("Microsoft Office/15.0 (Windows NT 6.1; Microsoft Outlook 15.0.5319; Pro)"),
  ]
  static let mapi = Agent("Microsoft Office/16.0 (Windows NT 10.0; MAPI 16.0.13628; Pro)")
  static let rpc = Agent("MSRPC")
  static let mac = Agent("MacOutlook/16.46.21030702 (Intelx64 Mac OS X Version 10.15.7 (Build 19H524))")
  static let lync = Agent("OC/16.0.5122.1000 (Skype for Business)")
  static let phones = [
    Agent("Apple-iPhone12C1/1804.52"), Agent("Outlook-iOS-Android/1.0"), Agent("Android-SAMSUNG-SM-G973F/101.91001"),
    Agent("Apple-iPad11C3/1804.52"), Agent("Android-Mail/2021.02.20.358972213"),
  ]
  static let browsers = [
    Agent(
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.190 Safari/537.36"
    ),
    Agent(
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/88.0.4324.182 Safari/537.36 Edg/88.0.705.81"
    ), Agent("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:86.0) Gecko/20100101 Firefox/86.0"),
    Agent(
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/14.0.3 Safari/605.1.15"
    ),
  ]
  static let localProbe = Agent("AMProbe/Local/ClientAccess")
  static let mapiProbe = Agent("MapiHttpClient")
  static let ewsProbe = Agent("Ews_AM_Probe/Local (ExchangeServicesClient/15.01.2176.002)")
  static let owaProbe = Agent("Mozilla/4.0 (compatible; MSIE 9.0; Windows NT 6.1; MSEXCHMON; ACTIVEMONITORING; OWACTP)")
  static let ecpProbe = Agent("ActiveMonitoring-Ecp/1.0")
  static let syncProbe = Agent("AMProbe/Local/ClientAccess")
  static let winRM = Agent("Microsoft WinRM Client")
  static let archive = Agent("Archive Connector/9.2 (ExchangeServicesClient/15.00.0913.015)")
  static let balancer = Agent("Balancer-Health/2.4")
  static let monitoring = Agent("python-urllib3/1.26 site-check")
  static let script = Agent("python-requests/2.25.1")
  static let ews = Agent("ExchangeServicesClient/15.00.0913.015")
  static let antique = Agent("Mozilla/5.0 (Windows NT 10.0; WOW64; rv:52.0) Gecko/20100101 Firefox/52.0")
  static let scanners = [
    Agent("Mozilla/5.0 zgrab/0.x"), Agent("Mozilla/5.0 (compatible; CensysInspect/1.1; +https://about.censys.io/)"),
    Agent("Mozilla/5.0 (compatible; Nmap Scripting Engine; https://nmap.org/book/nse.html)"), Agent.none,
    Agent("Mozilla/5.0 (compatible; InternetMeasurement/1.0; +https://internet-measurement.com/)"),
  ]
}
