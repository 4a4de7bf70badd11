/// One family of Exchange's logs: how it is told from others, and what its columns hold.
///
/// `all` is data: a new family, or another name of a known one, is an entry there. Sources: artefact notes of 2026-11
/// for 2013 to SE; `#Log-type` of HttpProxy, EWS, ECP, cmdlet, message tracking, SMTP, agent and audit logs from real
/// files of 2022 and 2023 (15.1), the others from public descriptions. Columns are never bound by place.
struct ExchangeLogFamily: Sendable {
  /// The schema's `Channel`.
  var channel: String
  /// What `#Log-type` says, in lower-case letters and digits alone, without a closing `log` or `logs`.
  var logTypes: [String] = []
  /// Parts of the path, in lower case with `\`, that stand together in it.
  var folders: [[String]] = []
  /// Columns, in lower case, that together only this family has.
  var columns: [String] = []
  /// Keys of items in a column (`ItemText`) that are fields of their own.
  var items: (column: String, keys: [String])?
  /// Members of the JSON in a column (`JSONMemberText`) that are fields of their own.
  var members: (column: String, names: [String])?

  static let all: [ExchangeLogFamily] = [
    ExchangeLogFamily(
      channel: "Exchange/HttpProxy", logTypes: ["httpproxy"], folders: [["\\logging\\httpproxy\\"]],
      columns: ["anchormailbox", "proxyaction", "backendstatus"]),
    ExchangeLogFamily(
      channel: "Exchange/ECPServer", logTypes: ["ecpserver"], folders: [["\\logging\\ecp\\server\\"]],
      items: ("EventData", ecpServerKeys)),
    ExchangeLogFamily(
      channel: "Exchange/ECPActivity", logTypes: ["ecpactivitycontext", "ecpactivity"],
      folders: [["\\logging\\ecp\\activity\\"]], items: ("EventData", ["PSA", "URL", "Bld", "ActID", "TenantId"])),
    ExchangeLogFamily(
      channel: "Exchange/OABGenerator", logTypes: ["oabgenerator", "oabgeneratorsimple"],
      folders: [["\\logging\\oabgeneratorlog\\"], ["\\logging\\oabgeneratorsimplelog\\"]],
      items: ("EventData", ["ActID", "OAB", "Status", "Msg"])),
    ExchangeLogFamily(
      channel: "Exchange/EWS", logTypes: ["ews"], folders: [["\\logging\\ews\\"]],
      columns: ["soapaction", "actasuser", "impersonateduser"]),
    ExchangeLogFamily(
      channel: "Exchange/Autodiscover", logTypes: ["autodiscover"], folders: [["\\logging\\autodiscover\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/OWA", logTypes: ["owa", "owaserver", "owaclient"], folders: [["\\logging\\owa\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/MAPI", logTypes: ["mapihttp", "mapiclientaccess", "mapimailbox", "mapi"],
      folders: [["\\logging\\mapihttp\\"], ["\\logging\\mapi client access\\"]]),
    ExchangeLogFamily(channel: "Exchange/RpcHttp", logTypes: ["rpchttp"], folders: [["\\logging\\rpchttp\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/RCA", logTypes: ["rca", "rcaprotocol", "rpcclientaccess"],
      folders: [["\\logging\\rpc client access\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/EAS", logTypes: ["eas", "activesync", "airsync"],
      folders: [["\\logging\\eas\\"], ["\\logging\\activesync\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/RpsHttp", logTypes: ["rpshttp", "localpowershellhttp"],
      folders: [["\\logging\\cmdletinfra\\", "\\http\\"]], columns: ["shellid", "commandname", "clientinfo"]),
    ExchangeLogFamily(
      channel: "Exchange/RpsCmdlet", logTypes: ["rpscmdlet", "cmdlet", "localpowershellcmdlet"],
      folders: [["\\logging\\cmdletinfra\\", "\\cmdlet\\"]], columns: ["cmdlet", "parameters", "executingusersid"]),
    ExchangeLogFamily(
      channel: "Exchange/RpsAuthZ", logTypes: ["rpsauthz", "localpowershellauthz"],
      folders: [["\\logging\\cmdletinfra\\", "\\authz\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/RequestFiltering", logTypes: ["httprequestfiltering", "requestfiltering"],
      folders: [["\\logging\\httprequestfiltering\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/MessageTracking", logTypes: ["messagetracking"], folders: [["\\messagetracking\\"]],
      columns: ["network-message-id", "event-id", "recipient-address"]),
    ExchangeLogFamily(
      channel: "Exchange/SMTPReceive", logTypes: ["smtpreceiveprotocol", "smtpreceive"], folders: [["\\smtpreceive\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/SMTPSend", logTypes: ["smtpsendprotocol", "smtpsend"], folders: [["\\smtpsend\\"]]),
    ExchangeLogFamily(
      channel: "Exchange/AgentLog", logTypes: ["agent"], folders: [["\\logs\\", "\\agentlog\\"]],
      columns: ["p1fromaddress", "p2fromaddresses", "smtpresponse"]),
    ExchangeLogFamily(
      channel: "Exchange/AuditQueue", logTypes: ["audit"],
      folders: [["\\logging\\localqueue\\"], ["\\logging\\cosmosqueue\\"]],
      columns: ["recordtype", "data", "workload", "resultstatus"], members: ("Data", auditNames)),
    ExchangeLogFamily(
      channel: "Exchange/Mitigation", logTypes: ["mitigationservice", "mitigation", "emergencymitigation"],
      folders: [["\\logging\\mitigationservice\\"]]),
  ]

  private static let ecpServerKeys = [
    "TIME", "SID", "CMD", "REQID", "URL", "REFERRER", "EX", "ACTID", "RS", "BLD", "TNAME", "TID", "USID", "EDOID",
    "ACID",
  ]

  private static let auditNames = [
    "CreationTime", "UserId", "UserType", "ObjectId", "Operation", "Parameters", "ClientIP", "ExternalAccess",
    "OriginatingServer", "OrganizationName", "AppId", "ClientAppId", "SessionId",
  ]

  /// The family that a log says it is of, or else the one whose folder it lies in, or else the one whose columns it has.
  static func find(logType: String, channel: String?, columns: [String]) -> ExchangeLogFamily? {
    let type = shortened(logType)
    if !type.isEmpty, let family = all.first(where: { $0.logTypes.contains(type) }) { return family }
    if let channel { return all.first { $0.channel == channel } }
    return type.isEmpty ? find(columns: columns) : nil
  }

  static func find(columns: [String]) -> ExchangeLogFamily? {
    let names = Set(columns.map { $0.lowercased() })
    return all.first { !$0.columns.isEmpty && $0.columns.allSatisfy(names.contains) }
  }

  /// The family of a folder; `path` is in lower case with `\`.
  static func find(path: String) -> ExchangeLogFamily? {
    all.first { family in
      family.folders.contains { parts in parts.allSatisfy { path.contains($0) } }
    }
  }

  /// A log type as the table has it.
  static func shortened(_ logType: String) -> String {
    var text = logType.lowercased().filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    for ending in ["logs", "log"] where text.hasSuffix(ending) && text.count > ending.count {
      text.removeLast(ending.count)
      break
    }
    return text
  }

  /// The channel of a family that is not in the table: its log type without blanks and `Log(s)`.
  ///
  /// The name comes from evidence, so of other characters than letters, digits, `-`, `_` and `.` none is kept, and at
  /// most 64.
  static func channel(ofUnknown logType: String) -> String {
    var name = logType.filter { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.".contains($0)) }
    for ending in ["Logs", "Log"] where name.hasSuffix(ending) && name.count > ending.count {
      name.removeLast(ending.count)
      break
    }
    return "Exchange/" + (name.isEmpty ? "Unknown" : String(name.prefix(64)))
  }
}
