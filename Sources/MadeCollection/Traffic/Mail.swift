internal import EVTXTestSupport

/// A message that passes: in from outside or between mailboxes, with its rows in the tracking logs.
struct MailUse: Usage {
  func entries(at start: Moment, in world: World, using random: inout SeededGenerator) -> [Entry] {
    guard let sender = world.mailboxes.randomElement(using: &random),
      let recipient = world.mailboxes.randomElement(using: &random)
    else { return [] }
    let rows = TrackingRows(server: world.server, at: start, using: &random)
    if Int.random(in: 0..<3, using: &random) == 0 {
      let from = "p\(Int.random(in: 1...900, using: &random))@example.net"
      return session(from: from, at: start, in: world, using: &random)
        + rows.received(from: from, by: recipient.mail, of: recipient)
    }
    return rows.submitted(by: sender, to: recipient.mail) + rows.delivered(from: sender.mail, to: recipient)
  }

  /// The talk with the other side's server.
  private func session(
    from address: String, at start: Moment, in world: World, using random: inout SeededGenerator
  ) -> [Entry] {
    let server = world.server
    let id = "08D8" + RequestID(using: &random).text.filter { $0 != "-" }.prefix(12).uppercased()
    let remote =
      "198.18.250.\(Int.random(in: 1...60, using: &random)):\(Int.random(in: 20_000...60_000, using: &random))"
    let lines: [(String, String, String)] = [
      ("+", "", ""), (">", "220 \(server.fullName) Microsoft ESMTP MAIL Service ready", ""),
      ("<", "EHLO mx.example.net", ""), (">", "250  \(server.fullName) Hello [198.18.250.1] SIZE 37748736", ""),
      ("<", "MAIL FROM:<\(address)> SIZE=18044", ""), ("*", id + ";2021-03-01T09:20:33.001Z;1", "receiving message"),
      (">", "250 2.1.0 Sender OK", ""), ("<", "BDAT 18044 LAST", ""), ("<", "QUIT", ""), ("-", "", "Local"),
    ]
    return lines.enumerated().map { number, line in
      var bytes: [UInt8] = []
      let time = start.adding(number * 30)
      bytes.put(time)
      bytes.put(",\(server.name)\\Default Frontend \(server.name),\(id),")
      bytes.put(number)
      bytes.put(",\(server.address):25,\(remote),\(line.0),")
      bytes.put(field: line.1)
      bytes.put(",")
      bytes.put(field: line.2)
      return .line(.receive, at: time, bytes, mark: -1)
    }
  }
}

/// Rows of one message in the tracking logs: 30 columns.
struct TrackingRows {
  private let server: MadeServer
  private let start: Moment
  private let message: String
  private let network: String
  private let size: Int
  private let subject: String

  init(server: MadeServer, at start: Moment, using random: inout SeededGenerator) {
    self.server = server
    self.start = start
    let id = RequestID(using: &random).text
    message = "<\(id.prefix(18))@\(server.fullName)>"
    network = RequestID(using: &random).text
    size = Int.random(in: 3000...400_000, using: &random)
    subject = "Subject \(Int.random(in: 1...999, using: &random))"
  }

  func submitted(by sender: Mailbox, to recipient: String, source: String = "STOREDRIVER", mark: Int = -1) -> [Entry] {
    let context =
      "MDB:\(sender.database), Mailbox:\(sender.id), Event:63779422, MessageClass:IPM.Note, ClientType:MOMT"
    return [
      row(.submission, 0, "", source, "SUBMIT", context, sender.mail, recipient, mark),
      row(.tracking, 120, "", "STOREDRIVER", "RECEIVE", context, sender.mail, recipient, mark),
    ]
  }

  func delivered(from sender: String, to recipient: Mailbox) -> [Entry] {
    [
      row(.tracking, 480, "Intra-Organization SMTP Send Connector", "SMTP", "SEND", "", sender, recipient.mail, -1),
      row(
        .delivery, 700, "", "STOREDRIVER", "DELIVER", "08D8DC6A11AA0001;ClientSubmitTime:", sender, recipient.mail, -1),
    ]
  }

  func received(from sender: String, by recipient: String, of mailbox: Mailbox) -> [Entry] {
    [
      row(
        .tracking, 300, "\(server.name)\\Default Frontend \(server.name)", "SMTP", "RECEIVE", "08D8DC6A11AA0001;",
        sender, recipient, -1),
      row(.agents, 310, "", "", "", "", sender, recipient, -1),
    ] + delivered(from: sender, to: mailbox)
  }

  func sentOutside(from sender: String, to recipient: String, mark: Int) -> [Entry] {
    [row(.tracking, 900, "Internet Out", "SMTP", "SENDEXTERNAL", "", sender, recipient, mark)]
  }

  private func row(
    _ stream: LogStream, _ after: Int, _ connector: String, _ source: String, _ event: String, _ context: String,
    _ sender: String, _ recipient: String, _ mark: Int
  ) -> Entry {
    let time = start.adding(after)
    var bytes: [UInt8] = []
    bytes.put(time)
    if stream == .agents {
      bytes.put(",08D8DC6A11AA0001,\(server.address):25,198.18.250.7:50112,198.18.250.7,")
      bytes.put(message)
      bytes.put(",\(sender),\(sender);,\(recipient),1,Content Filter Agent,OnEndOfData,AcceptMessage,,SCL,1,,")
      bytes.put(network)
      bytes.put(",,Incoming")
      return .line(stream, at: time, bytes, mark: mark)
    }
    bytes.put(",\(server.address),\(server.fullName),\(server.address),\(server.name),")
    bytes.put(field: context)
    bytes.put(",")
    bytes.put(field: connector)
    bytes.put(",\(source),\(event),438,\(message),\(network),\(recipient),To,")
    bytes.put(size)
    bytes.put(",1,,,\(subject),\(sender),\(sender),04I: ,Originating,,")
    bytes.put(server.address)
    bytes.put(",\(server.address),S:DeliveryPriority=Normal,Email,")
    bytes.put(network)
    bytes.put("," + server.paddedBuild)
    return .line(stream, at: time, bytes, mark: mark)
  }
}
