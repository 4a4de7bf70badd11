/// Microsoft's ExchangeLogCollector: a folder or a zip for each family of logs, without the original path.
///
/// Source: microsoft/CSS-Exchange, `Diagnostics/ExchangeLogCollector/RemoteScriptBlock/Invoke-RemoteMain.ps1` and
/// `IO/Save-WindowsEventLogs.ps1`. Older versions keep only the last of the folders below a family. Where Exchange was
/// installed is not told; its default place stands for it. The date in the outer folder's name is ambiguous and
/// never read.
public struct ExchangeLogCollectorLayout: Layout {
  public let name = "exchange-log-collector"

  public init() {}

  public func place(_ trail: Trail, _ hints: Hints) -> Placement? {
    guard let last = trail.segments.last, !last.isArchive else { return nil }
    let names = trail.segments.map(\.name)
    guard let at = names.indices.dropLast().last(where: { folder(ofFamily: stem(names[$0])) != nil }),
      let folder = folder(ofFamily: stem(names[at]))
    else { return nil }
    // Event logs lie in one more zip inside their family's folder.
    let rest = names[(at + 1)...].filter { stem($0).lowercased() != "windows-logs" }
    guard let file = rest.last, !Self.markers.contains(file.lowercased()) else { return nil }
    return Placement(
      WindowsPath(volume: "C:", components: folder.split(separator: "/").map(String.init) + rest),
      host: host(at == 0 ? trail.root : names[at - 1]))
  }

  private static let markers: Set<String> = ["nofilesdetected.txt", "nofolderdetected.txt", "nodatadetected.txt"]

  private func stem(_ name: String) -> String { name.lowercased().hasSuffix(".zip") ? String(name.dropLast(4)) : name }

  /// `EX01` from `EX01`, `EX01-0111.zip` and `EX01-0111-2.zip`; nil for a date.
  private func host(_ name: String) -> String? {
    var parts = stem(name).split(separator: "-", omittingEmptySubsequences: false)
    func isNumber(_ part: Substring) -> Bool { !part.isEmpty && part.allSatisfy { $0.isASCII && $0.isNumber } }
    if parts.count > 2, let last = parts.last, last.count < 3, isNumber(last), isNumber(parts[parts.count - 2]) {
      parts.removeLast()
    }
    if parts.count > 1, let last = parts.last, (2...4).contains(last.count), isNumber(last) { parts.removeLast() }
    return HostName.plausible(parts.joined(separator: "-"))
  }

  private func folder(ofFamily family: String) -> String? {
    let key = family.lowercased()
    if let folder = Self.families[key] {
      return folder.hasPrefix("/") ? String(folder.dropFirst()) : Self.exchange + folder
    }
    guard key.hasPrefix("iis_w3svc"), key.hasSuffix("_logs") else { return nil }
    let number = key.dropFirst(9).dropLast(5)
    guard !number.isEmpty, number.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return "inetpub/logs/LogFiles/W3SVC\(number)"
  }

  private static let exchange = "Program Files/Microsoft/Exchange Server/V15/"

  /// Below Exchange's folder, or from the volume's root where a slash comes first.
  private static let families: [String: String] = [
    "ews_be_logs": "Logging/EWS", "ews_proxy_logs": "Logging/HttpProxy/Ews",
    "rca_logs": "Logging/RPC Client Access", "rca_proxy_logs": "Logging/HttpProxy/RpcHttp",
    "rpc_http_logs": "Logging/RpcHttp", "eas_proxy_logs": "Logging/HttpProxy/Eas",
    "autod_logs": "Logging/Autodiscover", "autod_proxy_logs": "Logging/HttpProxy/Autodiscover",
    "owa_logs": "Logging/OWA", "owa_proxy_logs": "Logging/HttpProxy/Owa",
    "owa_proxy_calendar_logs": "Logging/HttpProxy/OwaCalendar", "ad_driver_logs": "Logging/ADDriver",
    "mapi_logs": "Logging/MapiHttp/Mailbox", "mapi_proxy_logs": "Logging/HttpProxy/Mapi",
    "ecp_logs": "Logging/ECP", "ecp_proxy_logs": "Logging/HttpProxy/Ecp",
    "search": "Logging/Search", "search_monitoring": "Logging/Monitoring/Search",
    "search_diag_logs": "Bin/Search/Ceres/Diagnostics/Logs",
    "search_diag_etls": "Bin/Search/Ceres/Diagnostics/ETLTraces",
    "daily_performance_logs": "Logging/Diagnostics/DailyPerformanceLogs",
    "managedavailabilitymonitoringlogs": "Logging/Monitoring",
    "oab_proxy_logs": "Logging/HttpProxy/OAB", "oab_generation_logs": "Logging/OABGeneratorLog",
    "oab_generation_simple_logs": "Logging/OABGeneratorSimpleLog",
    "mapi_addressbook_service_logs": "Logging/MAPI AddressBook Service",
    "powershell_proxy_logs": "Logging/HttpProxy/PowerShell", "cmdletinfra_logs": "Logging/CmdletInfra",
    "mitigation_service_logs": "Logging/MitigationService",
    "mailbox_assistants_logs": "Logging/MailboxAssistantsLog",
    "mailbox_assistants_sla_report_logs": "Logging/MailboxAssistantsSlaReportLog",
    "mailbox_assistants_database_sla_logs": "Logging/MailboxAssistantsDatabaseSlaLog",
    "message_tracking_logs": "TransportRoles/Logs/MessageTracking",
    "hub_receive_protocol_logs": "TransportRoles/Logs/Hub/ProtocolLog/SmtpReceive",
    "hub_send_protocol_logs": "TransportRoles/Logs/Hub/ProtocolLog/SmtpSend",
    "hub_connectivity_logs": "TransportRoles/Logs/Hub/Connectivity",
    "hub_pipeline_tracing_logs": "TransportRoles/Logs/Hub/PipelineTracing",
    "hub_transport_agent_logs": "TransportRoles/Logs/Hub/AgentLog",
    "hub_transport_routing_table_logs": "TransportRoles/Logs/Hub/Routing",
    "queue_v15_data": "TransportRoles/Logs/Hub/QueueViewer",
    "fe_connectivity_logs": "TransportRoles/Logs/FrontEnd/Connectivity",
    "fe_receive_protocol_logs": "TransportRoles/Logs/FrontEnd/ProtocolLog/SmtpReceive",
    "fe_send_protocol_logs": "TransportRoles/Logs/FrontEnd/ProtocolLog/SmtpSend",
    "fe_transport_agent_logs": "TransportRoles/Logs/FrontEnd/AgentLog",
    "fe_transport_routing_table_logs": "TransportRoles/Logs/FrontEnd/Routing",
    "mbx_connectivity_logs": "TransportRoles/Logs/Mailbox/Connectivity",
    "mbx_receive_protocol_logs": "TransportRoles/Logs/Mailbox/ProtocolLog/SmtpReceive",
    "mbx_send_protocol_logs": "TransportRoles/Logs/Mailbox/ProtocolLog/SmtpSend",
    "mbx_submission_transport_agent_logs": "TransportRoles/Logs/Mailbox/AgentLog/Submission",
    "mbx_delivery_transport_agent_logs": "TransportRoles/Logs/Mailbox/AgentLog/Delivery",
    "mbx_transport_routing_table_logs": "TransportRoles/Logs/Mailbox/Routing",
    "mailbox_pipeline_tracing_logs": "TransportRoles/Logs/Mailbox/PipelineTracing",
    "transport_configuration": "Bin",
    "httperr_logs": "/Windows/System32/LogFiles/HTTPERR",
    "windows_event_logs": "/Windows/System32/winevt/Logs",
  ]
}
