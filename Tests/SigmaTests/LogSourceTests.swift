import Sigma
import Testing

/// Sigma Taxonomy Appendix 2.1.0, "Windows Folder".
@Suite struct LogSourceTests {
  private func variants(_ category: String?, _ service: String? = nil, _ product: String? = "windows")
    -> [LogSourceMap.Variant]
  {
    LogSourceMap.builtIn.variants(for: LogSource(category: category, product: product, service: service))
  }

  @Test(
    arguments: [
      ("process_creation", [1]), ("file_change", [2]), ("network_connection", [3]), ("sysmon_status", [4, 16]),
      ("process_termination", [5]), ("driver_load", [6]), ("image_load", [7]), ("create_remote_thread", [8]),
      ("raw_access_thread", [9]), ("process_access", [10]), ("file_event", [11]), ("registry_event", [12, 13, 14]),
      ("registry_add", [12]), ("registry_delete", [12]), ("registry_set", [13]), ("registry_rename", [14]),
      ("create_stream_hash", [15]), ("pipe_created", [17, 18]), ("wmi_event", [19, 20, 21]), ("dns_query", [22]),
      ("file_delete", [23]), ("clipboard_capture", [24]), ("process_tampering", [25]), ("file_delete_detected", [26]),
      ("file_block_executable", [27]), ("file_block_shredding", [28]), ("file_executable_detected", [29]),
      ("sysmon_error", [255]),
    ] as [(String, [UInt32])])
  func sysmonCategory(_ category: String, _ ids: [UInt32]) throws {
    let first = try #require(variants(category).first)
    #expect(first.channels == ["microsoft-windows-sysmon/operational"])
    #expect(first.eventIDs == ids)
  }

  @Test(
    arguments: [
      ("ps_classic_start", ["windows powershell"], 400), ("ps_classic_provider_start", ["windows powershell"], 600),
      ("ps_classic_script", ["windows powershell"], 800),
      ("ps_module", ["microsoft-windows-powershell/operational", "powershellcore/operational"], 4103),
      ("ps_script", ["microsoft-windows-powershell/operational", "powershellcore/operational"], 4104),
    ] as [(String, [String], UInt32)])
  func powerShellCategory(_ category: String, _ channels: [String], _ id: UInt32) {
    #expect(variants(category).map(\.channels) == [channels])
    #expect(variants(category).map(\.eventIDs) == [[id]])
  }

  @Test func processCreationIsAlsoSecurity4688() throws {
    let audit = try #require(variants("process_creation").last)
    #expect(audit.channels == ["security"])
    #expect(audit.eventIDs == [4688])
    #expect(audit.fieldNames["image"] == "NewProcessName")
    #expect(audit.fieldNames["parentimage"] == "ParentProcessName")
    #expect(audit.fieldNames["user"] == "SubjectUserName")
    #expect(audit.fieldNames["integritylevel"] == "MandatoryLabel")
  }

  @Test func registryIsAlsoSecurity4657() throws {
    let audit = try #require(variants("registry_set").last)
    #expect(audit.eventIDs == [4657])
    #expect(audit.fieldNames["targetobject"] == "ObjectName")
    #expect(
      audit.conditions == [
        .init(field: "OperationType", values: ["%%1905", "Existing registry value modified"])
      ])
  }

  @Test func categoryAndServiceNarrowEachOther() {
    #expect(variants("process_creation", "security").map(\.eventIDs) == [[4688]])
    #expect(variants("process_creation", "sysmon").map(\.eventIDs) == [[1]])
    #expect(variants("process_creation", "system").isEmpty)
  }

  @Test func productAloneIsEverything() {
    #expect(variants(nil) == [LogSourceMap.Variant()])
  }

  @Test func productMayBeLeftOut() {
    #expect(variants("process_creation", nil, nil).count == 2)
    #expect(variants(nil, "security", nil).map(\.channels) == [["security"]])
  }

  @Test(arguments: [
    ("security", 1), ("applocker", 4), ("application-experience", 2), ("kernel-shimengine", 2),
    ("msexchange-management", 1), ("iis-configuration", 2), ("smbclient-connectivity", 1),
    ("smbserver-connectivity", 1), ("microsoft-servicebus-client", 2), ("powershell", 2), ("dhcp", 1),
  ])
  func service(_ name: String, _ channels: Int) throws {
    #expect(try #require(variants(nil, name).first).channels.count == channels)
  }

  @Test func defenderServesAntivirus() throws {
    let defender = try #require(variants("antivirus", nil, nil).first)
    #expect(defender.channels == ["microsoft-windows-windows defender/operational"])
    #expect(defender.eventIDs == Array(1006...1017) + Array(1116...1119))
    #expect(defender.fieldNames["signature"] == "Threat Name")
    #expect(defender.fieldNames["filename"] == "Path")
    #expect(defender.fieldNames["processname"] == "Process Name")
  }

  @Test(
    arguments: [
      ("linux", nil, "auditd", "it is for the product 'linux', whose logs nobody reads here"),
      ("windows", "file_access", nil, "Microsoft-Windows-Kernel-File, which writes no event log"),
      ("windows", "file_rename", nil, "Microsoft-Windows-Kernel-File, which writes no event log"),
      ("windows", "webserver", nil, "the product 'windows' has no 'webserver' records"),
      ("windows", nil, "ews", "the service 'ews' is of the product 'exchange', not of 'windows'"),
      ("exchange", nil, "security", "the service 'security' is of the product 'windows', not of 'exchange'"),
      ("exchange", "process_creation", nil, "the product 'exchange' has no 'process_creation' records"),
      (nil, "proxy", nil, "proxy logs are not read yet"),
      ("windows", "no_such", nil, "no log here is known for the category 'no_such'"),
      ("windows", nil, "no-such", "no log here is known for the service 'no-such'"),
      (nil, "network", "dns", "no log here is known for the category 'network'"),
    ] as [(String?, String?, String?, String)])
  func notServed(_ product: String?, _ category: String?, _ service: String?, _ reason: String) {
    let source = LogSource(category: category, product: product, service: service)
    guard case .notServed(let found) = LogSourceMap.builtIn.answer(for: source) else {
      return #expect(Bool(false), "served")
    }
    #expect(found.contains(reason))
    #expect(LogSourceMap.builtIn.variants(for: source).isEmpty)
  }

  @Test func ruleForAnotherProductIsNotRunnable() {
    let set = RuleText.load(
      RuleText.rule("selection: {A: 1}\ncondition: selection", logSource: "product: linux\nservice: auditd"))
    #expect(set.notRunnable.map(\.reason) == ["it is for the product 'linux', whose logs nobody reads here"])
    #expect(set.notRunnable.first?.line == 4)
    #expect(set.notRunnable.first?.title == "A rule")
  }

  @Test func ownMapSaysWhatIsWrongAndWhere() {
    let text = "services:\n  a: {channels: [A]}\ncategories:\n  c:\n    - service: b\n"
    let failure = #expect(throws: LogSourceMap.Invalid.self) { try LogSourceMap(yaml: Array(text.utf8)) }
    #expect(failure?.line == 5)
    #expect(failure?.reason == "the service is missing or not among the services")
  }

  @Test func conditionOfAVariantIsAnExpression() {
    let condition = LogSourceMap.FieldCondition(field: "F", values: ["a", "b*"])
    #expect(condition.expression.short == "(F='a' or F='b~*')")
  }
}
