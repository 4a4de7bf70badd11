internal import Model

/// What lines of web and Exchange logs tell, as the middle of a finding's sentence.
///
/// `203.0.113.7 sent 61 POST to /owa/auth/x.aspx (200 ×58, 500 ×3), agent "…", 2021-03-03 05:31:02Z to 05:43:10Z`.
/// Values that are free text stand in quotation marks, those inside them behind a backslash, so that no text of an
/// intruder's passes for ours.
enum LogSentence {
  private static let mostNamed = 3
  private static let longest = 120

  /// Nil where no line tells anything.
  static func text(_ facts: LogFactTally, first: Int64?, last: Int64?) -> String? {
    guard facts.lineCount > 0 else { return nil }
    let parts = [
      who(facts), did(facts), list(facts[.action], "", "actions"),
      list(facts[.target], "asked for", "targets", "asked for "),
      list(facts[.file], "file", "files"), list(facts[.account], "as", "accounts", "as "),
      list(facts[.agent], "agent", "agents", isQuoted: true), list(facts[.application], "by", "programs", "by "),
      span(first, last),
    ]
    var text = ""
    for (number, part) in parts.enumerated() where !part.isEmpty {
      text += text.isEmpty ? part : number == 1 ? " " + part : ", " + part
    }
    return text
  }

  /// `203.0.113.7 sent`, `3 clients (…) sent`; empty where the lines name no client or no request.
  private static func who(_ facts: LogFactTally) -> String {
    let clients = list(facts[.client], "", "clients")
    if clients.isEmpty { return "" }
    let isRequest = [.method, .page, .status].contains { !facts[$0].isEmpty }
    return isRequest ? clients + " sent" : "from " + clients
  }

  /// `61 POST to /owa/auth/x.aspx (200 ×58, 500 ×3)`.
  private static func did(_ facts: LogFactTally) -> String {
    let methods = facts[.method]
    let pages = list(facts[.page], "to", "pages", "to ")
    let count = facts.lineCount
    var text = ""
    if let method = methods.only, methods.lineCount == count {
      text = "\(count) \(shown(method))"
    } else if !methods.isEmpty {
      text = "\(count) requests (\(counted(methods)))"
    } else if !pages.isEmpty || !facts[.status].isEmpty {
      text = count == 1 ? "1 request" : "\(count) requests"
    }
    if !pages.isEmpty { text += " " + pages }
    let answers = facts[.status]
    if answers.isEmpty { return text }
    return text + " (\(count == 1 ? shown(answers.counted[0].text) : counted(answers)))"
  }

  /// The one value behind its word, or how many there are and the first of them.
  private static func list(
    _ values: LogFactTally.Values, _ one: String, _ many: String, _ before: String = "", isQuoted: Bool = false
  ) -> String {
    if values.isEmpty { return "" }
    if let only = values.only {
      let value = isQuoted ? quoted(only) : shown(only)
      return one.isEmpty ? value : one + " " + value
    }
    let number = values.hasMore ? "more than \(values.counted.count)" : "\(values.counted.count)"
    return "\(before)\(number) \(many) (\(counted(values, isQuoted: isQuoted)))"
  }

  /// `200 ×58, 500 ×3, …`.
  private static func counted(_ values: LogFactTally.Values, isQuoted: Bool = false) -> String {
    let first = values.sorted.prefix(mostNamed).map { value, count in
      "\(isQuoted ? quoted(value) : shown(value)) ×\(count)"
    }
    let more = values.counted.count > mostNamed ? ", …" : ""
    return first.joined(separator: ", ") + more
  }

  /// As it stands where it cannot be taken for something else, else in quotation marks.
  private static func shown(_ value: String) -> String {
    let isPlain = value.unicodeScalars.allSatisfy { scalar in
      scalar.value > 0x20 && scalar.value < 0x7F && !"\"×();,".unicodeScalars.contains(scalar)
    }
    return isPlain || isStatus(value) ? LogFactText.cut(value, longest) : quoted(value)
  }

  /// Two of them have words of ours between them.
  private static func isStatus(_ value: String) -> Bool {
    value.split(separator: ", back end ").allSatisfy { $0.allSatisfy { $0.isNumber || $0.isLetter } }
  }

  private static func quoted(_ value: String) -> String {
    let cut = LogFactText.cut(value, longest)
    return "\"" + cut.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// `2021-03-03 05:31:02Z to 05:43:10Z`.
  private static func span(_ first: Int64?, _ last: Int64?) -> String {
    guard let first, let last else { return "" }
    let (from, to) = (time(first), time(last))
    if from == to { return from }
    return from + " to " + (from.prefix(10) == to.prefix(10) ? String(to.dropFirst(11)) : to)
  }

  private static func time(_ ticks: Int64) -> String {
    String(Timestamp(ticks: ticks, digits: 0).description.map { $0 == "T" ? " " : $0 })
  }
}
