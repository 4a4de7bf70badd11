import Model
import Records
import Testing

@testable import TextLogs

/// One inert sample of each family, made by us: what comes out, and under which channel.
@Suite("Families of Exchange's logs")
struct ExchangeFamilyTests {
  private static func log(_ type: String, _ fields: String, _ row: String) -> ExchangeRun {
    ExchangeRun(
      "#Software: Microsoft Exchange Server\r\n#Version: 15.01.2176.002\r\n#Log-type: \(type)\r\n"
        + "#Date: 2021-03-01T09:00:00.000Z\r\n#Fields: \(fields)\r\n\(row)\r\n")
  }

  struct Sample: Sendable, CustomTestStringConvertible {
    var type: String
    var fields: String
    var row: String
    var shown: String
    var testDescription: String { type }
  }

  static let samples = [
    Sample(
      type: "HttpProxy Logs", fields: "DateTime,RequestId,UrlStem,AnchorMailbox,HttpStatus,GenericInfo",
      row: "2021-03-01T09:12:04.118Z,6b0d,/owa/,,200,A=1;B=2;",
      shown:
        "Channel=Exchange/HttpProxy | DateTime=2021-03-01T09:12:04.118Z | RequestId=6b0d | UrlStem=/owa/ | HttpStatus=200 | GenericInfo=A=1;B=2;"
    ),
    Sample(
      type: "ECP Server Log", fields: "TimeStamp,ServerName,EventId,EventData",
      row:
        #"2021-03-03T05:18:06.772Z,EX01,ECP.Request,"S:TIME=351;'S:CMD=Set-X.Url=''http://f/<a b=""c"">;d''.Id=''9''';S:URL=/ecp/a?b=c;S:EX=""#,
      shown:
        #"Channel=Exchange/ECPServer | TimeStamp=2021-03-03T05:18:06.772Z | ServerName=EX01 | EventId=ECP.Request | EventData=S:TIME=351;'S:CMD=Set-X.Url=''http://f/<a b="c">;d''.Id=''9''';S:URL=/ecp/a?b=c;S:EX= | TIME=351 | CMD=Set-X.Url='http://f/<a b="c">;d'.Id='9' | URL=/ecp/a?b=c"#
    ),
    Sample(
      type: "ECP Activity Context Log", fields: "TimeStamp,ServerName,EventId,EventData",
      row: "2021-03-03T05:18:06.772Z,EX01,Request,S:PSA=a@b.test;S:URL=https://localhost:444/ecp/;Dbl:MAPI.T[EX01]=6",
      shown:
        "Channel=Exchange/ECPActivity | TimeStamp=2021-03-03T05:18:06.772Z | ServerName=EX01 | EventId=Request | EventData=S:PSA=a@b.test;S:URL=https://localhost:444/ecp/;Dbl:MAPI.T[EX01]=6 | PSA=a@b.test | URL=https://localhost:444/ecp/"
    ),
    Sample(
      type: "OAB Generator Log", fields: "TimeStamp,ServerName,EventId,EventData",
      row: "2021-03-03T05:18:06.772Z,EX01,OABGenerator,S:Msg=Publishing files",
      shown:
        "Channel=Exchange/OABGenerator | TimeStamp=2021-03-03T05:18:06.772Z | ServerName=EX01 | EventId=OABGenerator | EventData=S:Msg=Publishing files | Msg=Publishing files"
    ),
    Sample(
      type: "EWS Logs", fields: "DateTime,SoapAction,ActAsUser", row: "2021-03-01T09:15:10.020Z,GetFolder,",
      shown: "Channel=Exchange/EWS | DateTime=2021-03-01T09:15:10.020Z | SoapAction=GetFolder"),
    Sample(
      type: "Autodiscover Logs", fields: "DateTime,HttpStatus", row: "2021-03-01T09:15:10.020Z,200",
      shown: "Channel=Exchange/Autodiscover | DateTime=2021-03-01T09:15:10.020Z | HttpStatus=200"),
    Sample(
      type: "OWA Logs", fields: "DateTime,Action", row: "2021-03-01T09:15:10.020Z,GetItem",
      shown: "Channel=Exchange/OWA | DateTime=2021-03-01T09:15:10.020Z | Action=GetItem"),
    Sample(
      type: "MapiHttp Logs", fields: "date-time,operation,rpc-status", row: "2021-03-09T13:08:04.258Z,Connect,0",
      shown: "Channel=Exchange/MAPI | date-time=2021-03-09T13:08:04.258Z | operation=Connect | rpc-status=0"),
    Sample(
      type: "RpcHttp Logs", fields: "DateTime,HttpStatus", row: "2021-03-01T09:15:10.020Z,200",
      shown: "Channel=Exchange/RpcHttp | DateTime=2021-03-01T09:15:10.020Z | HttpStatus=200"),
    Sample(
      type: "RCA Protocol Logs", fields: "date-time,client-name", row: "2021-03-09T13:08:04.258Z,/o=x/cn=a",
      shown: "Channel=Exchange/RCA | date-time=2021-03-09T13:08:04.258Z | client-name=/o=x/cn=a"),
    Sample(
      type: "ActiveSync Logs", fields: "DateTime,HttpStatus", row: "2021-03-01T09:15:10.020Z,200",
      shown: "Channel=Exchange/EAS | DateTime=2021-03-01T09:15:10.020Z | HttpStatus=200"),
    Sample(
      type: "Rps Http Logs", fields: "DateTime,StartTime,UrlStem,ClientInfo",
      row: "2022-12-01T08:00:10.101Z,2022-12-01T08:00:10.090Z,/powershell,Microsoft WinRM Client",
      shown:
        "Channel=Exchange/RpsHttp | DateTime=2022-12-01T08:00:10.101Z | StartTime=2022-12-01T08:00:10.090Z | UrlStem=/powershell | ClientInfo=Microsoft WinRM Client"
    ),
    Sample(
      type: "Rps Cmdlet Logs", fields: "DateTime,Cmdlet,Parameters",
      row: #"2021-08-20T04:00:01.220Z,Get-Mailbox,"-ResultSize ""1"", -X""#,
      shown:
        #"Channel=Exchange/RpsCmdlet | DateTime=2021-08-20T04:00:01.220Z | Cmdlet=Get-Mailbox | Parameters=-ResultSize "1", -X"#
    ),
    Sample(
      type: "Rps AuthZ Logs", fields: "DateTime,Function", row: "2021-08-20T04:00:01.220Z,GetInitialSessionState",
      shown: "Channel=Exchange/RpsAuthZ | DateTime=2021-08-20T04:00:01.220Z | Function=GetInitialSessionState"),
    Sample(
      type: "HttpRequestFiltering Logs", fields: "DateTime,Reason", row: "2021-08-20T04:00:01.220Z,blocked",
      shown: "Channel=Exchange/RequestFiltering | DateTime=2021-08-20T04:00:01.220Z | Reason=blocked"),
    Sample(
      type: "Message Tracking Log", fields: "date-time,event-id,message-subject",
      row: #"2021-03-01T09:20:31.410Z,RECEIVE,"Minutes, draft""#,
      shown:
        "Channel=Exchange/MessageTracking | date-time=2021-03-01T09:20:31.410Z | event-id=RECEIVE | message-subject=Minutes, draft"
    ),
    Sample(
      type: "SMTP Receive Protocol Log", fields: "date-time,event,data", row: "2021-03-01T09:20:33.001Z,<,EHLO mx.test",
      shown: "Channel=Exchange/SMTPReceive | date-time=2021-03-01T09:20:33.001Z | event=< | data=EHLO mx.test"),
    Sample(
      type: "SMTP Send Protocol Log", fields: "date-time,event,data", row: "2021-03-01T09:20:33.001Z,>,QUIT",
      shown: "Channel=Exchange/SMTPSend | date-time=2021-03-01T09:20:33.001Z | event=> | data=QUIT"),
    Sample(
      type: "Agent Log", fields: "Timestamp,Agent,Action",
      row: "2021-03-01T09:20:33.400Z,Content Filter Agent,AcceptMessage",
      shown:
        "Channel=Exchange/AgentLog | Timestamp=2021-03-01T09:20:33.400Z | Agent=Content Filter Agent | Action=AcceptMessage"
    ),
    Sample(
      type: "audit", fields: "Timestamp,Data,Operation",
      row:
        #"2021-03-03T05:18:12.400Z,"{""Operation"":""Other"",""UserId"":""NT AUTHORITY\\SYSTEM"",""Parameters"":[{""Name"":""Identity"",""Value"":""OAB""},{""Name"":""Url"",""Value"":""a;b""}]}",Set-X"#,
      shown:
        #"Channel=Exchange/AuditQueue | Timestamp=2021-03-03T05:18:12.400Z | Data={"Operation":"Other","UserId":"NT AUTHORITY\\SYSTEM","Parameters":[{"Name":"Identity","Value":"OAB"},{"Name":"Url","Value":"a;b"}]} | Operation=Set-X | UserId=NT AUTHORITY\SYSTEM | Parameters=Identity=OAB; Url=a;b"#
    ),
    Sample(
      type: "Mitigation Service Log", fields: "DateTime,Message", row: "2021-10-01T00:00:00.000Z,M1 applied",
      shown: "Channel=Exchange/Mitigation | DateTime=2021-10-01T00:00:00.000Z | Message=M1 applied"),
    Sample(
      type: "Throttling Service Logs", fields: "DateTime,Message", row: "2021-10-01T00:00:00.000Z,x",
      shown: "Channel=Exchange/ThrottlingService | DateTime=2021-10-01T00:00:00.000Z | Message=x"),
  ]

  @Test(arguments: samples) func sampleIsRead(_ sample: Sample) {
    let run = Self.log(sample.type, sample.fields, sample.row)
    #expect(run.kind == .exchangeCSV)
    #expect(run.shown == [sample.shown])
    #expect(run.skips.isEmpty)
    #expect(run.events.first?.head.number == 6)
    #expect(run.events.first?.head.timeDigits == 3)
    let start = String(sample.row.prefix(24))
    #expect(run.events.first?.head.time?.description == start)
  }

  @Test(arguments: ExchangeLogFamily.all.map(\.channel)) func everyFamilyHasASample(channel: String) {
    #expect(Self.samples.contains { $0.shown.hasPrefix("Channel=\(channel) ") })
  }

  @Test func folderTellsWhatTheLogDoesNot() {
    let run = ExchangeRun(
      "DateTime,Message\r\n2021-10-01T00:00:00.000Z,x\r\n",
      path: "C/Program Files/Microsoft/Exchange Server/V15/Logging/MitigationService/a.LOG")
    #expect(run.shown == ["Channel=Exchange/Mitigation | DateTime=2021-10-01T00:00:00.000Z | Message=x"])
  }

  @Test func namesFromEvidenceStayHarmless() {
    #expect(ExchangeLogFamily.channel(ofUnknown: "\u{202E}A/..\\B\u{7} Logs") == "Exchange/A..B")
    #expect(ExchangeLogFamily.channel(ofUnknown: "") == "Exchange/Unknown")
    #expect(ExchangeLogFamily.channel(ofUnknown: String(repeating: "x", count: 500)).count == 73)
  }
}
