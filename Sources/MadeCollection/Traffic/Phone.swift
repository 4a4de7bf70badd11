internal import EVTXTestSupport

/// A phone: ActiveSync, at all hours, from the network of its carrier or at home.
struct PhoneUse: Usage {
  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    guard let mailbox = world.mailboxes.randomElement(using: &random), mailbox.hasPhone else { return [] }
    return Self.session(
      of: mailbox, device: mailbox.device, with: mailbox.phone,
      from: Int.random(in: 0..<3, using: &random) == 0 ? mailbox.home : mailbox.mobile, at: start,
      commands: ["Ping", "Sync", "Sync", "FolderSync", "ItemOperations"].prefix(Int.random(in: 1...5, using: &random))
        .map { $0 }, in: world, using: &random
    ).map { .web($0) }
  }

  /// The commands of a phone, one after the other; the first comes without a password before.
  static func session(
    of mailbox: Mailbox, device: String, with agent: Agent, from client: String, at start: Moment,
    commands: [String], in world: World, using random: inout SeededGenerator
  ) -> [WebRequest] {
    var time = start
    var requests: [WebRequest] = []
    let kind = agent.sent.hasPrefix("Apple") ? "iPhone" : agent.sent.hasPrefix("Outlook") ? "Outlook" : "Android"
    for (number, command) in commands.enumerated() {
      let took =
        command == "Ping"
        ? Int.random(in: 9000...30_000, using: &random)
        : Int.random(
          in: 30...600, using: &random)
      time = time.adding(took + Int.random(in: 30...1500, using: &random))
      let user = mailbox.account.split(separator: "\\").joined(separator: "%5C")
      let request = WebRequest(
        "POST", .eas, world.server.mailHost, "/Microsoft-Server-ActiveSync/default.eas",
        "Cmd=\(command)&User=\(user)&DeviceId=\(device)&DeviceType=\(kind)", from: client, with: agent, at: time,
        took: took, using: &random
      ).by(
        mailbox.account, "Basic", anchor: "Sid~" + mailbox.sid, sent: Int.random(in: 13...900, using: &random),
        received: Int.random(in: 0...20_000, using: &random)
      ).with { $0.mailboxDatabase = mailbox.database }
      if number == 0 { requests.append(request.challenge(using: &random)) }
      requests.append(request)
    }
    return requests
  }
}
