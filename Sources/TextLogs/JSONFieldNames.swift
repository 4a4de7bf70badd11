/// What Sigma rules call the values of event exports.
///
/// Sources: Sigma Rules Specification 2.1.0, "Field Usage" (names of the event itself); Elastic, "Winlogbeat fields" and
/// "Elastic Common Schema 8" (`winlog.*`, `event.*`, `host.*`, and the fields to which Winlogbeat's Sysmon and Security
/// modules move event data); NXLog User Guide, "Windows Event Log (im_msvistalog)"; Microsoft, `EventLogRecord` (what
/// `Get-WinEvent` gives to `ConvertTo-Json`).
enum JSONFieldNames {
  /// Names of the event's `System` part in the order of the event itself; they stand first in a schema.
  static let system = [
    "Provider_Name", "Provider_Guid", "EventID", "EventID_Qualifiers", "Version", "Level", "Task", "Opcode", "Keywords",
    "TimeCreated_SystemTime", "EventRecordID", "Correlation_ActivityID", "Correlation_RelatedActivityID",
    "Execution_ProcessID", "Execution_ThreadID", "Channel", "Computer", "Security_UserID",
  ]

  /// Objects whose leaves are known by their own name too.
  static let eventData = [["winlog", "event_data"], ["winlog", "user_data"], ["event_data"], ["user_data"]]

  struct Alias: Sendable {
    var source: String
    var name: String

    init(_ source: String, _ name: String) {
      self.source = source
      self.name = name
    }
  }

  /// Names given in addition, in order of preference: a name that is taken is not given again.
  static let aliases: [Alias] = winlogbeat + older + flat + ecs

  private static let winlogbeat = [
    Alias("winlog.provider_name", "Provider_Name"), Alias("event.provider", "Provider_Name"),
    Alias("winlog.provider_guid", "Provider_Guid"),
    Alias("winlog.event_id", "EventID"), Alias("event.code", "EventID"),
    Alias("winlog.version", "Version"), Alias("winlog.level", "Level"), Alias("log.level", "Level"),
    Alias("winlog.task", "Task"), Alias("winlog.opcode", "Opcode"), Alias("winlog.keywords", "Keywords"),
    Alias("winlog.time_created", "TimeCreated_SystemTime"),
    Alias("winlog.record_id", "EventRecordID"),
    Alias("winlog.activity_id", "Correlation_ActivityID"),
    Alias("winlog.related_activity_id", "Correlation_RelatedActivityID"),
    Alias("winlog.process.pid", "Execution_ProcessID"), Alias("winlog.process.thread.id", "Execution_ThreadID"),
    Alias("winlog.channel", "Channel"), Alias("winlog.computer_name", "Computer"),
    Alias("winlog.user.identifier", "Security_UserID"),
  ]

  /// Winlogbeat before version 7.
  private static let older = [
    Alias("source_name", "Provider_Name"), Alias("provider_guid", "Provider_Guid"), Alias("event_id", "EventID"),
    Alias("record_number", "EventRecordID"), Alias("activity_id", "Correlation_ActivityID"),
    Alias("related_activity_id", "Correlation_RelatedActivityID"), Alias("process_id", "Execution_ProcessID"),
    Alias("thread_id", "Execution_ThreadID"), Alias("log_name", "Channel"), Alias("computer_name", "Computer"),
    Alias("user.identifier", "Security_UserID"),
  ]

  /// NXLog, the exports of OTRF, and PowerShell's event objects.
  private static let flat = [
    Alias("SourceName", "Provider_Name"), Alias("ProviderName", "Provider_Name"), Alias("Provider", "Provider_Name"),
    Alias("ProviderGuid", "Provider_Guid"), Alias("ProviderId", "Provider_Guid"),
    Alias("RecordNumber", "EventRecordID"), Alias("RecordId", "EventRecordID"),
    Alias("ActivityID", "Correlation_ActivityID"),
    Alias("ExecutionProcessID", "Execution_ProcessID"), Alias("LogName", "Channel"),
    Alias("Hostname", "Computer"), Alias("MachineName", "Computer"),
    Alias("host.name", "Computer"), Alias("host.hostname", "Computer"),
  ]

  /// Names that only NXLog's own events have with this meaning.
  static let nxlog = [
    Alias("ThreadID", "Execution_ThreadID"), Alias("UserID", "Security_UserID"),
  ]

  /// `Id` says the event only in what PowerShell wrote, beside the log's name.
  static let powerShell = Alias("Id", "EventID")

  /// NXLog gives the task's and the operation's text under the plain name, the number under another one.
  static let numbers = [Alias("OpcodeValue", "Opcode"), Alias("TaskValue", "Task"), Alias("LevelValue", "Level")]

  /// Where Winlogbeat's modules move event data out of `winlog.event_data`.
  private static let ecs = [
    Alias("process.executable", "Image"), Alias("process.command_line", "CommandLine"),
    Alias("process.working_directory", "CurrentDirectory"), Alias("process.pid", "ProcessId"),
    Alias("process.entity_id", "ProcessGuid"), Alias("process.parent.executable", "ParentImage"),
    Alias("process.parent.command_line", "ParentCommandLine"), Alias("process.parent.pid", "ParentProcessId"),
    Alias("process.parent.entity_id", "ParentProcessGuid"),
    Alias("process.pe.original_file_name", "OriginalFileName"), Alias("process.pe.description", "Description"),
    Alias("process.pe.product", "Product"), Alias("process.pe.company", "Company"),
    Alias("process.pe.imphash", "Imphash"),
    Alias("dll.path", "ImageLoaded"), Alias("file.path", "TargetFilename"), Alias("registry.path", "TargetObject"),
    Alias("source.ip", "SourceIp"), Alias("source.port", "SourcePort"), Alias("destination.ip", "DestinationIp"),
    Alias("destination.port", "DestinationPort"), Alias("destination.domain", "DestinationHostname"),
    Alias("dns.question.name", "QueryName"), Alias("file.name", "PipeName"),
    Alias("powershell.file.script_block_text", "ScriptBlockText"),
    Alias("powershell.file.script_block_id", "ScriptBlockId"),
  ]

  /// Where the time of an event stands, in order of preference.
  struct Time: Sendable {
    var name: String
    /// Whether a text without a zone is UTC by definition; else it may be local time.
    var isUTC: Bool

    init(_ name: String, isUTC: Bool) {
      self.name = name
      self.isUTC = isUTC
    }
  }

  /// A time with a zone, or in UTC by definition, goes before one that may be local.
  ///
  /// `EventTime` of NXLog is the local time of the machine and usually says no zone, so `@timestamp` goes before it,
  /// though it is when NXLog's receiver saw the event. `TimeCreated` of some OTRF exports is local time on a clock of
  /// twelve hours, so Sysmon's `UtcTime` goes before it.
  static let times = [
    Time("TimeCreated_SystemTime", isUTC: true), Time("SystemTime", isUTC: true), Time("TimeCreated", isUTC: false),
    Time("EventTime", isUTC: false), Time("@timestamp", isUTC: true), Time("TimeGenerated", isUTC: false),
    Time("timestamp", isUTC: false), Time("UtcTime", isUTC: true),
  ]
}
