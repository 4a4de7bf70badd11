import Records
import Testing
import TextLogs

@Suite("What the fields of event exports are called")
struct JSONShapeTests {
  @Test func eventObjectHasSigmasNames() throws {
    let export = JSONExport(
      """
      {"Event":{"#attributes":{"xmlns":"http://schemas.example/event"},"System":{"Provider":{"#attributes":\
      {"Name":"Microsoft-Windows-Sysmon","Guid":"5770385F-C22A-43E0-BF4C-06F5698FFBD9"}},"EventID":1,"Version":5,\
      "Level":4,"Task":1,"Opcode":0,"Keywords":"0x8000000000000000","TimeCreated":{"#attributes":\
      {"SystemTime":"2021-03-03T05:19:21.113000Z"}},"EventRecordID":77,"Correlation":{"#attributes":{"ActivityID":"A-1"}},\
      "Execution":{"#attributes":{"ProcessID":3208,"ThreadID":1724}},"Channel":"Microsoft-Windows-Sysmon/Operational",\
      "Computer":"mail01.example.org","Security":{"#attributes":{"UserID":"S-1-5-18"}}},\
      "EventData":{"Image":"C:\\\\Windows\\\\cmd.exe","ProcessId":4}},"postern":{"artifact":"a.evtx","record":77}}
      """)
    let event = try #require(export.events.first)
    #expect(
      event.fields.map(\.name) == [
        "Provider_Name", "Provider_Guid", "EventID", "Version", "Level", "Task", "Opcode", "Keywords",
        "TimeCreated_SystemTime", "EventRecordID", "Correlation_ActivityID", "Execution_ProcessID",
        "Execution_ThreadID", "Channel", "Computer", "Security_UserID", "Image", "ProcessId",
      ])
    #expect(event["Provider_Name"] == "Microsoft-Windows-Sysmon")
    #expect(event["EventID"] == "1")
    #expect(event["Execution_ProcessID"] == "3208")
    #expect(event["Image"] == "C:\\Windows\\cmd.exe")
    #expect(event.time == "2021-03-03T05:19:21.113000Z")
    #expect(event.schema.product == "windows")
  }

  /// Only what our own exports write there is no field: whoever wrote the rest must not hide it from rules.
  @Test func otherMembersUnderOurKeyAreFields() throws {
    let export = JSONExport(
      #"{"EventID":1,"postern":{"line":3,"CommandLine":"cmd","record":{"deep":"value"}}}"#)
    let event = try #require(export.events.first)
    #expect(event["postern.CommandLine"] == "cmd")
    #expect(event["postern.record.deep"] == "value")
    #expect(event["postern.line"] == nil)
  }

  @Test func separateAttributesHaveTheSameNames() throws {
    let export = JSONExport(
      """
      {"Event":{"System":{"Provider_attributes":{"Name":"P"},"Provider":null,"EventID_attributes":{"Qualifiers":16384},\
      "EventID":7045,"TimeCreated_attributes":{"SystemTime":"2021-03-03 05:19:21.5 UTC"},"TimeCreated":null,\
      "Channel":"System"},"EventData":{"ServiceName":"s"}}}
      """)
    let event = try #require(export.events.first)
    #expect(event["Provider_Name"] == "P")
    #expect(event["EventID"] == "7045")
    #expect(event["EventID_Qualifiers"] == "16384")
    #expect(event["ServiceName"] == "s")
    #expect(event.time == "2021-03-03T05:19:21.5Z")
  }

  @Test func textBesideAttributesIsTheTagsValue() throws {
    let export = JSONExport(
      """
      {"Event":{"System":{"EventID":{"#attributes":{"Qualifiers":0},"#text":400},"Provider":{"@Name":"PowerShell"}},\
      "EventData":{"Data":{"#text":["one","two","three"]}}}}
      """)
    let event = try #require(export.events.first)
    #expect(event["EventID"] == "400")
    #expect(event["EventID_Qualifiers"] == "0")
    #expect(event["Provider_Name"] == "PowerShell")
    #expect(event.values("Data") == ["one", "two", "three"])
  }

  @Test func userDataLeavesStandUnderTheirOwnName() throws {
    let export = JSONExport(
      """
      {"Event":{"System":{"EventID":1102},"UserData":{"LogFileCleared":{"#attributes":{"xmlns":"x"},\
      "SubjectUserName":"al"}},"RenderingInfo":{"Level":"Information"}}}
      """)
    let event = try #require(export.events.first)
    #expect(event.fields.map(\.name) == ["EventID", "RenderingInfo_Level", "SubjectUserName"])
    #expect(event["SubjectUserName"] == "al")
  }

  @Test func winlogbeatKeepsItsNamesAndHasSigmasToo() throws {
    let export = JSONExport(
      """
      {"@timestamp":"2024-02-13T06:56:24.223Z","host":{"name":"collector.example.org"},"event":{"code":"11"},\
      "winlog":{"channel":"Security","computer_name":"s.example.org","provider_name":"P","provider_guid":"{G}",\
      "record_id":633889,"process":{"pid":3384,"thread":{"id":3256}},"user":{"identifier":"S-1-5-18"},\
      "event_data":{"TargetUserName":"al"},"user_data":{"Detail":"d"},"activity_id":"{A}"},"message":"text"}
      """)
    let event = try #require(export.events.first)
    let expected = [
      "EventID": "11", "Channel": "Security", "Computer": "s.example.org", "Provider_Name": "P", "Provider_Guid": "{G}",
      "EventRecordID": "633889", "Execution_ProcessID": "3384", "Execution_ThreadID": "3256",
      "Security_UserID": "S-1-5-18", "TargetUserName": "al", "Detail": "d", "Correlation_ActivityID": "{A}",
      "event.code": "11", "winlog.event_data.TargetUserName": "al", "winlog.channel": "Security",
      "host.name": "collector.example.org", "Message": "text",
    ]
    for (name, value) in expected { #expect(event[name] == value, "\(name)") }
    #expect(event.time == "2024-02-13T06:56:24.223Z")
    #expect(event.schema.product == "windows")
  }

  @Test func keysWithDotsAreReadLikeNestedOnes() throws {
    let export = JSONExport(
      #"{"winlog.channel":"Security","event.code":4624,"winlog.event_data.LogonType":"3","@timestamp":1613199384223}"#)
    let event = try #require(export.events.first)
    #expect(event["Channel"] == "Security")
    #expect(event["EventID"] == "4624")
    #expect(event["LogonType"] == "3")
    #expect(event.time == "2021-02-13T06:56:24.223Z")
  }

  @Test func olderWinlogbeatAndElasticsearchDumps() throws {
    let export = JSONExport(
      """
      {"_index":"winlogbeat-6","_source":{"@timestamp":"2019-03-03T05:00:00Z","log_name":"System","source_name":"SCM",\
      "event_id":7045,"computer_name":"c.example.org","record_number":"5","event_data":{"ServiceName":"s"}}}
      """)
    let event = try #require(export.events.first)
    #expect(event["Channel"] == "System")
    #expect(event["Provider_Name"] == "SCM")
    #expect(event["EventID"] == "7045")
    #expect(event["EventRecordID"] == "5")
    #expect(event["ServiceName"] == "s")
    #expect(event["Computer"] == "c.example.org")
  }

  @Test func modulesThatMoveEventDataKeepSigmasNames() throws {
    let export = JSONExport(
      """
      {"winlog":{"channel":"Microsoft-Windows-Sysmon/Operational","event_id":"1","event_data":{"User":"u"}},"process":\
      {"executable":"C:\\\\x.exe","command_line":"x -a","parent":{"executable":"C:\\\\p.exe"}},"file":{"path":"C:\\\\f"}}
      """)
    let event = try #require(export.events.first)
    #expect(event["Image"] == "C:\\x.exe")
    #expect(event["CommandLine"] == "x -a")
    #expect(event["ParentImage"] == "C:\\p.exe")
    #expect(event["TargetFilename"] == "C:\\f")
  }

  @Test func nxlogsEventTimeIsUsedOnlyWithAZoneOrWhenNothingIsBetter() throws {
    let export = JSONExport(
      """
      {"EventTime":"2020-09-21 19:26:05","@timestamp":"2020-09-21T23:26:07.434Z","SourceModuleType":"im_msvistalog"}
      {"EventTime":"2020-09-21T19:26:05.5-04:00","@timestamp":"2020-09-21T23:26:07.434Z"}
      {"EventTime":"2020-09-21 19:26:05","EventID":1}
      {"TimeCreated":"2020-10-19 12:29:00.013","UtcTime":"2020-10-19 04:29:00.004"}
      """)
    #expect(
      export.events.map(\.time) == [
        "2020-09-21T23:26:07.434Z", "2020-09-21T23:26:05.5Z", "2020-09-21T19:26:05Z", "2020-10-19T04:29:00.004Z",
      ])
  }

  @Test func nxlogHasSigmasNamesToo() throws {
    let export = JSONExport(
      """
      {"EventReceivedTime":"2020-09-21 19:26:07","Hostname":"w.example.org","SourceName":"Microsoft-Windows-Sysmon",\
      "ProviderGuid":"{G}","Channel":"security","EventID":12,"RecordNumber":3227583,"ExecutionProcessID":3172,\
      "ThreadID":4048,"UserID":"S-1-5-18","Opcode":"Info","OpcodeValue":0,"ActivityID":"{A}","host":"collector"}
      """)
    let event = try #require(export.events.first)
    let expected = [
      "Computer": "w.example.org", "Provider_Name": "Microsoft-Windows-Sysmon", "Provider_Guid": "{G}",
      "Channel": "security", "EventID": "12", "EventRecordID": "3227583", "Execution_ProcessID": "3172",
      "Execution_ThreadID": "4048", "Security_UserID": "S-1-5-18", "Correlation_ActivityID": "{A}",
      "Hostname": "w.example.org", "RecordNumber": "3227583",
    ]
    for (name, value) in expected { #expect(event[name] == value, "\(name)") }
    #expect(Set(event.values("Opcode")) == ["Info", "0"])
  }

  @Test func flatMapsKeepTheirNamesAndSayNoProduct() throws {
    let export = JSONExport(#"{"Image":"a","ParentImage":null,"n":1.50,"b":true,"a":{"b":{"c":"deep"}}}"#)
    let event = try #require(export.events.first)
    #expect(event["Image"] == "a")
    #expect(event.values("ParentImage") == [nil])
    #expect(event["n"] == "1.50")
    #expect(event["b"] == "true")
    #expect(event["a.b.c"] == "deep")
    #expect(event.schema.product == nil)
    #expect(event.head.time == nil)
  }

  @Test func powerShellsEventObjects() throws {
    let export = JSONExport(
      #"[{"Id":4625,"ProviderName":"P","LogName":"Security","MachineName":"m","TimeCreated":"\/Date(1614748761113)\/"}]"#
    )
    let event = try #require(export.events.first)
    #expect(event["EventID"] == "4625")
    #expect(event["Channel"] == "Security")
    #expect(event.time == "2021-03-03T05:19:21.113Z")
  }

  @Test func arraysAreSeveralValuesAndAnotherCountIsAnotherSchema() {
    let export = JSONExport(
      """
      {"tags":["a","b"],"x":1}
      {"x":2,"tags":["c","d"]}
      {"tags":["a","b","c"],"x":3}
      {"tags":[],"x":4}
      """)
    #expect(export.events.map { $0.values("tags") } == [["a", "b"], ["c", "d"], ["a", "b", "c"], [nil]])
    #expect(export.events.map { $0["x"] } == ["1", "2", "3", "4"])
    #expect(export.events[0].schema === export.events[1].schema)
    #expect(export.events[0].schema !== export.events[2].schema)
  }

  @Test func readersOfOneRunShareSchemas() {
    let schemas = JSONSchemas()
    let one = JSONExport(Array(#"{"a":1,"b":2}"#.utf8), schemas: schemas)
    let other = JSONExport(Array(#"{"b":"x","a":"y"}"#.utf8), schemas: schemas)
    #expect(one.events[0].schema === other.events[0].schema)
    #expect(other.events[0]["a"] == "y")
    #expect(other.events[0]["b"] == "x")
  }
}
