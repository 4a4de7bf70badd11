import Bytes
import Records
import TextLogs

@testable import Detection

/// Lines of a made web site's log, day and night, and what profiles make of them.
struct MadeTraffic {
  /// Of the site's log, in the order of their times.
  private var requests: [(second: Int, line: String)] = []
  let hours: Int

  /// An agent as W3C logs write it.
  static let browser = "Mozilla/5.0+(Windows+NT+10.0)+Chrome/89.0"
  /// A client, name and agent for each user of the site.
  static let users = (1...8).map { (client: "192.0.2.\($0)", name: "EXAMPLE\\user\($0)", agent: browser + ".\($0)") }

  /// Requests of users to Outlook on the web, six an hour each, with probes; none in the hours of `silence`.
  init(hours: Int = 48, silence: Set<Int> = []) {
    self.hours = hours
    for hour in 0..<hours where !silence.contains(hour) {
      for minute in stride(from: 0, to: 60, by: 5) {
        add(hour, minute, client: "127.0.0.1", page: "/owa/healthcheck.htm", agent: "AMProbe/Local/ClientAccess")
      }
      for (number, user) in Self.users.enumerated() {
        for minute in stride(from: number, to: 60, by: 10) {
          add(
            hour, minute, client: user.client, method: "POST", page: "/owa/service.svc", account: user.name,
            agent: user.agent, referrer: "https://mail.example.org/owa/", bytes: 4000)
        }
      }
    }
  }

  mutating func add(
    _ hour: Int, _ minute: Int, _ second: Int = 0, client: String, method: String = "GET", page: String,
    query: String = "-", account: String = "-", agent: String = MadeTraffic.browser, referrer: String = "-",
    status: Int = 200, bytes: Int = 500
  ) {
    let time = hour * 3600 + minute * 60 + second
    requests.append(
      (
        time,
        "\(Self.time(time)) \(method) \(page) \(query) \(account) \(client) \(agent) \(referrer) \(status) \(bytes)"
      ))
  }

  /// Adds what another site's lines do not have.
  mutating func remove(page: String) { requests.removeAll { $0.line.contains(" \(page) ") } }

  /// 2021-03-01 is hour 0.
  private static func time(_ second: Int) -> String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return "2021-03-\(two(1 + second / 86_400)) "
      + "\(two(second / 3600 % 24)):\(two(second / 60 % 60)):\(two(second % 60))"
  }

  /// Ticks of an hour and a minute of the log.
  static func ticks(_ hour: Int, _ minute: Int, _ second: Int = 0) -> Int64 {
    // 2021-03-01T00:00:00Z is 1,614,556,800 seconds after 1970.
    (1_614_556_800 + Int64(hour * 3600 + minute * 60 + second)) * 10_000_000 + 116_444_736_000_000_000
  }

  static let fields =
    "date time cs-method cs-uri-stem cs-uri-query cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-bytes"
  static let header =
    "#Software: Microsoft Internet Information Services 10.0\r\n#Version: 1.0\r\n#Fields: \(fields)\r\n"

  /// In the order of time; lines of one second in the order in which they were added.
  var lines: [String] {
    requests.enumerated().sorted { ($0.element.second, $0.offset) < ($1.element.second, $1.offset) }
      .map(\.element.line)
  }

  /// The profiles of the log, cut into blocks of so many lines.
  func profiles(blockLines: Int = 700, folder: String = "W3SVC1") -> TrafficProfiles {
    var profiles = TrafficProfiles()
    add(to: &profiles, blockLines: blockLines, folder: folder, artifact: 0)
    return profiles
  }

  func add(to profiles: inout TrafficProfiles, blockLines: Int = 700, folder: String, artifact: Int) {
    var counter = TrafficCounter()
    let lines = lines
    for start in stride(from: 0, to: lines.count, by: blockLines) {
      let block = lines[start..<min(start + blockLines, lines.count)]
      Self.read(Array((Self.header + block.map { $0 + "\r\n" }.joined()).utf8), &counter)
      profiles.add(counter.finish(), host: "one", folder: folder, artifact: artifact)
    }
  }

  /// What lines under these fields come to.
  static func tally(_ fields: String, _ lines: [String]) -> TrafficTally {
    var counter = TrafficCounter()
    let head = header.replacing(Self.fields, with: fields)
    read(Array((head + lines.map { $0 + "\r\n" }.joined()).utf8), &counter)
    return counter.finish()
  }

  private static func read(_ bytes: [UInt8], _ counter: inout TrafficCounter) {
    let layouts = TextLogLayouts()
    var reader = TextLogReader(layouts: layouts)
    let block = unsafe bytes.span.bytes
    guard let (kind, begun) = TextLogRecognition.recognize(block, path: "u_ex210301.log", layouts) else { return }
    var state = begun
    _ = reader.read(kind, block: block, at: 0, firstLine: 1, state: &state, isLast: true) { head, schema, row in
      counter.add(head, schema, row)
    }
  }

  /// What all behaviors find.
  func findings(after exploits: [Exploit] = []) -> [BehaviorFinding] {
    var profiles = profiles()
    return profiles.findings(of: Behavior.all, after: exploits)
  }
}
