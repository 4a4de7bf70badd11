/// A series of log files that is written on the server: where it lies, how its files are named and how they begin.
enum LogStream: Int, CaseIterable, Sendable {
  case web1, web2, refused
  case autodiscover, eas, ecp, ews, mapi, oab, owa, powershell, rpc
  case ewsServer, ecpServer, ecpActivity, oabGenerator, rpsHttp, rpsCmdlet, audit
  case tracking, delivery, submission, receive, agents

  /// How the log begins (see knowledge of the CSV framework in `docs/formats.md`).
  enum Head: Sendable {
    case web, refusals
    /// The bare row of columns, then the lines with `#`.
    case plainFirst
    /// A byte order mark, then the lines with `#`.
    case marked
    /// The lines with `#` alone.
    case numbered
  }

  enum Period: Sendable { case hour, day, never }

  var place: (folder: String, prefix: String, period: Period, head: Head, type: String) {
    let logging = #"Program Files\Microsoft\Exchange Server\V15\Logging\"#
    let transport = #"Program Files\Microsoft\Exchange Server\V15\TransportRoles\Logs\"#
    func proxy(_ name: String) -> (String, String, Period, Head, String) {
      (logging + #"HttpProxy\"# + name, "HttpProxy_", .hour, .plainFirst, "HttpProxy Logs")
    }
    switch self {
    case .web1: return (#"inetpub\logs\LogFiles\W3SVC1"#, "u_ex", .day, .web, "")
    case .web2: return (#"inetpub\logs\LogFiles\W3SVC2"#, "u_ex", .day, .web, "")
    case .refused: return (#"Windows\System32\LogFiles\HTTPERR"#, "httperr", .never, .refusals, "")
    case .autodiscover: return proxy("Autodiscover")
    case .eas: return proxy("Eas")
    case .ecp: return proxy("Ecp")
    case .ews: return proxy("Ews")
    case .mapi: return proxy("Mapi")
    case .oab: return proxy("Oab")
    case .owa: return proxy("Owa")
    case .powershell: return proxy("PowerShell")
    case .rpc: return proxy("RpcHttp")
    case .ewsServer: return (logging + "Ews", "Ews_", .hour, .plainFirst, "EWS Logs")
    case .ecpServer: return (logging + #"ECP\Server"#, "ECPServer", .day, .numbered, "ECP Server Log")
    case .ecpActivity:
      return (logging + #"ECP\Activity"#, "ECPActivity_11500_", .day, .numbered, "ECP Activity Context Log")
    case .oabGenerator: return (logging + "OABGeneratorLog", "OABGeneratorLog", .day, .numbered, "OAB Generator Log")
    case .rpsHttp:
      return (logging + #"CmdletInfra\Powershell-Proxy\Http"#, "Rps_Http_", .hour, .plainFirst, "Rps Http Logs")
    case .rpsCmdlet:
      return (logging + #"CmdletInfra\Powershell-Proxy\Cmdlet"#, "Rps_Cmdlet_", .hour, .plainFirst, "Rps Cmdlet Logs")
    case .audit: return (logging + #"LocalQueue\Exchange"#, "audit", .day, .numbered, "audit")
    case .tracking: return (transport + "MessageTracking", "MSGTRK", .hour, .marked, "Message Tracking Log")
    case .delivery: return (transport + "MessageTracking", "MSGTRKMD", .hour, .marked, "Message Tracking Log")
    case .submission: return (transport + "MessageTracking", "MSGTRKMS", .hour, .marked, "Message Tracking Log")
    case .receive:
      return (
        transport + #"FrontEnd\ProtocolLog\SmtpReceive"#, "RECV", .hour, .marked, "SMTP Receive Protocol Log"
      )
    case .agents: return (transport + #"Hub\AgentLog"#, "AgentLog", .day, .marked, "Agent Log")
    }
  }

  var isWeb: Bool { self == .web1 || self == .web2 || self == .refused }

  /// Logs of the proxy by the name of the protocol in their lines.
  static let proxies: [LogStream] = [.autodiscover, .eas, .ecp, .ews, .mapi, .oab, .owa, .powershell, .rpc]

  /// `Owa` and so on, as the proxy writes it.
  var protocolName: String {
    switch self {
    case .autodiscover: "Autodiscover"
    case .eas: "Eas"
    case .ecp: "Ecp"
    case .ews: "Ews"
    case .mapi: "Mapi"
    case .oab: "OAB"
    case .owa: "Owa"
    case .powershell: "PowerShell"
    case .rpc: "RpcHttp"
    default: ""
    }
  }
}
