internal import EVTXTestSupport

/// The log of Exchange's cmdlets: what administrators and Exchange itself did, and the intruder with the same means.
enum ManagementLog {
  static var events: [MadeEvent] { routine + intrusion }

  private static let administrator = "example.org/Users/adm.mail"

  private static var routine: [MadeEvent] {
    var events = ExampleServer.moments(every: 90, seed: 21).enumerated().map { number, time in
      let probe = "HealthMailbox" + String(repeating: String(number % 10), count: 7)
      let place = "example.org/Microsoft Exchange System Objects/Monitoring Mailboxes/"
      return cmdlet(
        "Set-Mailbox", "-Identity \"\(place)\(probe)\" -Password \"********\"",
        by: #"NT AUTHORITY\SYSTEM (MSExchangeHMHost)"#, in: "Local-ManagementShell-Unknown", "8184 PowerShell", at: time
      )
    }
    events.append(
      remote("Set-Mailbox", #"-Identity "user04" -ProhibitSendQuota "20 GB""#, at: "2026-03-09T09:12:44.0410000Z"))
    let address = #"-Identity "EX01\owa (Default Web Site)" -ExternalUrl "https://mail.example.org/owa""#
    events.append(remote("Set-OwaVirtualDirectory", address, at: "2026-03-09T13:40:02.8800000Z"))
    let export = #"-Mailbox "user12@example.org" -FilePath "\\fs01.example.org\pst$\user12.pst" -Name "case-17""#
    events.append(remote("New-MailboxExportRequest", export, at: "2026-03-11T10:03:19.3000000Z"))
    return events
  }

  private static var intrusion: [MadeEvent] {
    // The text in the address stands where a script stood in 2021, and does nothing.
    let script = "http://f/<script language=\"JScript\" runat=\"server\">INERT SAMPLE</script>"
    let directory = #"-Identity "EX01\OAB (Default Web Site)""#
    let page = #"-FilePath "\\127.0.0.1\C$\inetpub\wwwroot\aspnet_client\help.aspx""#
    return [
      panel("Set-OabVirtualDirectory", "-ExternalUrl \"\(script)\" \(directory)", at: "2026-03-10T01:52:10.1150000Z"),
      panel("Remove-OabVirtualDirectory", "-Force \"True\" \(directory)", at: "2026-03-10T01:52:31.7240000Z"),
      panel(
        "New-OabVirtualDirectory", #"-WebSiteName "Default Web Site" -Server "EX01" -Role "ClientAccess""#,
        at: "2026-03-10T01:52:40.0930000Z"),
      stolen(
        "New-ManagementRoleAssignment", #"-Role "Mailbox Import Export" -User "Administrator""#,
        at: "2026-03-10T02:11:48.9020000Z"),
      stolen(
        "New-MailboxExportRequest", "-Mailbox \"user03@example.org\" -IncludeFolders (\"#Drafts#\") \(page)",
        at: "2026-03-10T02:13:57.4480000Z"),
      stolen(
        "Remove-MailboxExportRequest", #"-Confirm "False" -Identity "user03\MailboxExport""#,
        at: "2026-03-10T02:15:30.2210000Z"),
      cmdlet(
        "New-MailboxExportRequest",
        #"-Mailbox "user07@example.org" -FilePath "\\127.0.0.1\C$\ProgramData\pst\user07.pst""#,
        by: #"NT AUTHORITY\SYSTEM"#, in: "Local-ManagementShell-Unknown", "6120 PowerShell",
        at: "2026-03-10T03:05:12.6600000Z"),
    ]
  }

  private static func remote(_ name: String, _ parameters: String, at time: FileTime) -> MadeEvent {
    cmdlet(
      name, parameters, by: administrator, in: "Remote-ManagementShell-Unknown",
      "4712 w3wp#MSExchangePowerShellAppPool",
      at: time)
  }

  private static func stolen(_ name: String, _ parameters: String, at time: FileTime) -> MadeEvent {
    cmdlet(
      name, parameters, by: "example.org/Users/Administrator", in: "Remote-ManagementShell-Unknown",
      "4712 w3wp#MSExchangePowerShellAppPool", at: time)
  }

  private static func panel(_ name: String, _ parameters: String, at time: FileTime) -> MadeEvent {
    cmdlet(
      name, parameters, by: "example.org/Users/Administrator", in: "Local-ECP-Unknown",
      "9120 w3wp#MSExchangeECPAppPool",
      at: time)
  }

  /// One cmdlet that succeeded: 27 texts without names.
  private static func cmdlet(
    _ name: String, _ parameters: String, by user: String, in shell: String, _ process: String, at time: FileTime
  ) -> MadeEvent {
    let sid = user.hasPrefix("NT AUTHORITY") ? "S-1-5-18" : ExampleServer.administrator.description
    let scope = "View Entire Forest: 'True', Configuration Domain Controller: 'dc01.example.org'"
    let texts =
      [name, parameters, user, sid, sid, shell, process, "", "41", "00:00:00.2030000", scope]
      + ["", "", "", "", "", "", "False", "", "0 objects execution has been proxied to remote server.", "", "", "0"]
      + ["ActivityId: 0f0f0f0f-0000-4000-8000-000000000001", "ServicePlan:;IsAdmin:True;", "", "en-US"]
    return ExampleServer.classic("MSExchange CmdletLogs", 1, "MSExchange Management", texts, at: time).with {
      $0.task = 1
    }
  }
}
