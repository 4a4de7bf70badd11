internal import Records

/// Reads the facts of lines, whatever the log calls its columns: each worker has one.
struct LogFactReader {
  /// For each role the names of the columns that have it, in lower case, the best first.
  ///
  /// Those of the families of `knowledge` on Exchange's logs; items and members of a column count as columns.
  private static let names: [LogFacts.Role: [String]] = [
    .client: [
      "c-ip", "clientipaddress", "original-client-ip", "client-ip", "clientip", "enteredorgfromip", "remote-endpoint",
    ],
    .method: ["cs-method", "method"],
    .page: ["cs-uri-stem", "urlstem", "cs-uri", "url"],
    .status: ["sc-status", "httpstatus"],
    .account: [
      "cs-username", "authenticateduser", "userid", "psa", "userkey", "client-name", "sender-address", "p1fromaddress",
    ],
    .agent: ["cs(user-agent)", "useragent"],
    .application: ["clientapplication", "client-software"],
    .action: ["cmdlet", "cmd", "operation", "soapaction", "event-id", "action"],
    .target: ["anchormailbox"],
    .session: ["cs(cookie)", "shellid", "sessionid", "sid", "cookie", "requestid", "cs-uri-query"],
  ]
  /// What is told behind the action.
  private static let detailNames = ["parameters", "recipient-address", "recipient"]
  /// Whose address is no client's.
  private static let ownNames = ["s-ip", "server-ip", "local-endpoint"]
  private static let backEndNames = ["backendstatus"]

  /// The fields of one schema.
  private struct Plan {
    var fields: [LogFacts.Role: [Schema.Field]] = [:]
    var details: [Schema.Field] = []
    var own: [Schema.Field] = []
    var backEnd: [Schema.Field] = []
    /// Whether the other end is one that the server called.
    var isOutgoing = false
  }

  private var plans: [UInt32: Plan?] = [:]
  private static let mostSchemas = 4096
  private static let longest = 200
  private static let longestAction = 300

  /// The facts of a row; nil where it is of no web or Exchange log, or tells none.
  mutating func facts(_ schema: Schema, _ row: borrowing Row, _ texts: inout FieldTexts) -> LogFacts? {
    guard let plan = plan(schema) else { return nil }
    var facts = LogFacts()
    for role in LogFacts.Role.allCases {
      for field in plan.fields[role] ?? [] where facts[role] == nil {
        let text = texts.text(field, row)
        if !text.isEmpty, text != "-" { facts[role] = LogFactText.value(role, text, column: field.name) }
      }
    }
    if let action = facts[.action] {
      let details = plan.details.map { texts.text($0, row) }.first { !$0.isEmpty }
      let whole = details.map { action + " " + LogFactText.oneLine($0) } ?? action
      facts[.file] = LogFactText.file(in: whole)
      facts[.action] = LogFactText.cut(whole, Self.longestAction)
    }
    let backEnd = plan.backEnd.map { texts.text($0, row) }.first { !$0.isEmpty }
    if let backEnd, backEnd != facts[.status] {
      facts[.status] = LogFactText.cut("\(facts[.status] ?? "none"), back end \(backEnd)", 40)
    }
    let own = plan.own.map { LogFactText.address(texts.text($0, row)) }
    if let client = facts[.client], plan.isOutgoing || own.contains(client) { facts[.client] = nil }
    for role in LogFacts.Role.allCases where role != .action {
      facts[role] = facts[role].map { LogFactText.cut($0, Self.longest) }
    }
    return facts.isEmpty ? nil : facts
  }

  private mutating func plan(_ schema: Schema) -> Plan? {
    if let known = plans[schema.id] { return known }
    if plans.count >= Self.mostSchemas { plans.removeAll() }
    let made = ["iis", "exchange"].contains(schema.product) ? Self.made(schema) : nil
    plans[schema.id] = made
    return made
  }

  private static func made(_ schema: Schema) -> Plan {
    var fields: [String: Schema.Field] = [:]
    for field in schema.fields where fields[field.name.lowercased()] == nil { fields[field.name.lowercased()] = field }
    func found(_ names: [String]) -> [Schema.Field] { names.compactMap { fields[$0] } }
    var plan = Plan(details: found(detailNames), own: found(ownNames), backEnd: found(backEndNames))
    for (role, names) in names { plan.fields[role] = found(names) }
    plan.isOutgoing = fields["channel"]?.pieces == [.constant("Exchange/SMTPSend")]
    return plan
  }
}
