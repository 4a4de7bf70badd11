internal import EVTXTestSupport

/// The made-up server, its people, and the clock of the story.
enum ExampleServer {
  static let host = "EX01.example.org"
  static let address = "192.0.2.10"
  /// Where the intruder comes from.
  static let intruder = "203.0.113.66"
  static let domain = "EXAMPLE"
  static let machine = "EX01$"
  static let system: SID = "S-1-5-18"
  static let administrator: SID = "S-1-5-21-1000000001-1000000002-1000000003-500"
  static let exchange = #"C:\Program Files\Microsoft\Exchange Server\V15\"#
  /// The first and the last moment of the logs.
  static let start: FileTime = "2026-03-09T06:00:00Z"
  static let end: FileTime = "2026-03-12T06:00:00Z"

  /// A name that nobody has.
  static func user(_ number: Int) -> String { "user\(number < 10 ? "0" : "")\(number)" }

  static func userSID(_ number: Int) -> SID { SID("S-1-5-21-1000000001-1000000002-1000000003-\(1200 + number)") }

  /// Moments from start to end, so many minutes apart, each a little off.
  static func moments(every minutes: Int, seed: UInt64) -> [FileTime] {
    var random = SeededGenerator(seed: seed)
    let count = 3 * 24 * 60 / minutes
    return (0..<count).map { number in
      start.adding(milliseconds: number * minutes * 60_000 + Int.random(in: 0..<40_000, using: &random))
    }
  }

  /// Whether people are at work, by the hour of the day.
  static func isWorkingHour(_ time: FileTime) -> Bool { (7..<18).contains(Int(time.ticks / 36_000_000_000 % 24)) }

  /// An event as a classic provider writes it: its texts without names, in one array.
  static func classic(
    _ provider: String, _ id: UInt16, _ channel: String, _ texts: [String], at time: FileTime, level: UInt8 = 4
  ) -> MadeEvent {
    let data = MadeEvent.Field(nil, .array(of: 0x01, texts.map { .text($0) }))
    return MadeEvent(
      provider: provider, id: id, channel: channel, computer: host, time: time, payload: .eventData([data])
    ).with {
      $0.qualifiers = 16_384
      $0.level = level
      $0.keywords = 0x0080_0000_0000_0000
    }
  }

  /// The note that a log was cleared, whose facts stand in UserData (System 104).
  static func cleared(_ channel: String, by user: String, at time: FileTime) -> MadeEvent {
    func child(_ name: String, _ slot: UInt16) -> MadeNode {
      .element(MadeElement(name, [.substitution(slot, type: 0x01, optional: false)]))
    }
    let namespace = MadeAttribute("xmlns", "http://manifests.microsoft.com/win/2004/08/windows/eventlog")
    let content = MadeElement(
      "LogFileCleared", attributes: [namespace],
      [child("SubjectUserName", 0), child("SubjectDomainName", 1), child("Channel", 2), child("BackupPath", 3)])
    return MadeEvent(
      provider: "Microsoft-Windows-Eventlog", guid: "FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148", id: 104,
      channel: "System", computer: host, time: time,
      payload: .userData(content, [.text(user), .text(domain), .text(channel), .text("")])
    ).with { $0.user = system }
  }
}
