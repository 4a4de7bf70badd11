import EvidenceTestSupport
import Testing

@testable import Evidence

/// Each layout gives its artifacts the paths and the host that they had, however it is packed.
@Suite struct LayoutTests {
  private func places(
    _ name: String, _ files: [String], as packing: Packing, beside: [(String, String)] = []
  ) throws -> [String: String] {
    let scratch = try ScratchFolder()
    let path = try packing.write(name, files.map { ($0, "content of \($0)") } + beside, in: scratch)
    let collected = try Collected(path)
    #expect(collected.refused == [])
    #expect(collected.seen.count == files.count + beside.count)
    let besideNames = Set(beside.map(\.0))
    return collected.places.filter { !besideNames.contains($0.key) }
  }

  @Test(arguments: Packing.allCases) func velociraptor(packing: Packing) throws {
    let files = [
      "uploads/auto/C%3A/Windows/System32/winevt/Logs/Security.evtx",
      "uploads/lazy_ntfs/%5C%5C.%5CD%3A/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log",
      "uploads/ntfs/%5C%5C.%5CC%3A/$MFT",
      "uploads/ntfs/%5C%5C.%5CC%3A/$Extend/$UsnJrnl%3A$J",
      "uploads/auto/%5C%5C%3F%5CGLOBALROOT%5CDevice%5CHarddiskVolumeShadowCopy1/Windows/win.ini",
      "uploads/auto/C%3A/Temp/a%2Fb %3Cx%3E.txt",
      "uploads/raw_reg/HKEY_LOCAL_MACHINE/Software/key",
      "results/Windows.KapeFiles.Targets.json",
    ]
    #expect(
      try places("Collection-EX01-2021-08-29T02_00_00Z", files, as: packing) == [
        "C:/Windows/System32/winevt/Logs/Security.evtx": "EX01",
        "D:/inetpub/logs/LogFiles/W3SVC1/u_ex210303.log": "EX01",
        "C:/$MFT": "EX01",
        "C:/$Extend/$UsnJrnl:$J": "EX01",
        "//?/GLOBALROOT/Device/HarddiskVolumeShadowCopy1/Windows/win.ini": "EX01",
        "C:/Temp/a%2Fb <x>.txt": "EX01",
        "uploads/raw_reg/HKEY_LOCAL_MACHINE/Software/key": "EX01",
        "results/Windows.KapeFiles.Targets.json": "EX01",
      ])
  }

  @Test(arguments: Packing.listed) func velociraptorTellsItsHostInItsClientInfo(packing: Packing) throws {
    let client = ("client_info.json", #"{"Hostname":"MAIL02","Fqdn":"mail02.example.org"}"#)
    #expect(
      try places("download", ["uploads/auto/C%3A/Windows/win.ini"], as: packing, beside: [client])
        == ["C:/Windows/win.ini": "MAIL02"])
  }

  @Test(arguments: Packing.allCases) func kapeAndItsShadowCopies(packing: Packing) throws {
    let files = [
      "EX01/C/Windows/System32/config/SYSTEM", "EX01/D/Exchange/Logging/HttpProxy/Ecp/HttpProxy_1.LOG",
      "EX01/C/VSS1/Windows/System32/config/SYSTEM", "EX01/C/$Extend/$J",
    ]
    #expect(
      try places("triage", files, as: packing) == [
        "C:/Windows/System32/config/SYSTEM": "EX01",
        "D:/Exchange/Logging/HttpProxy/Ecp/HttpProxy_1.LOG": "EX01",
        "//?/GLOBALROOT/Device/HarddiskVolumeShadowCopy1/Windows/System32/config/SYSTEM": "EX01",
        "C:/$Extend/$UsnJrnl:$J": "EX01",
      ])
  }

  @Test(arguments: Packing.listed) func cylrIsNamedAfterTheHost(packing: Packing) throws {
    let files = ["C/Windows/System32/winevt/Logs/Security.evtx", "C/$Extend/$UsnJrnl$J"]
    #expect(
      try places("EX02", files, as: packing, beside: [("CyLR.log", "log")]) == [
        "C:/Windows/System32/winevt/Logs/Security.evtx": "EX02", "C:/$Extend/$UsnJrnl:$J": "EX02",
      ])
  }

  @Test(arguments: Packing.allCases) func exchangeLogCollectorFolders(packing: Packing) throws {
    let files = [
      "EX03/ECP_Proxy_Logs/HttpProxy_2021030300-1.LOG", "EX03/IIS_W3SVC2_Logs/u_ex210303.log",
      "EX03/Message_Tracking_Logs/MSGTRK1.LOG", "EX03/Windows_Event_Logs/Application.evtx",
      "EX03/HTTPERR_Logs/httperr1.log", "EX03/General_Server_Info/NoFilesDetected.txt",
    ]
    let exchange = "C:/Program Files/Microsoft/Exchange Server/V15"
    #expect(
      try places("2026111", files, as: packing) == [
        "\(exchange)/Logging/HttpProxy/Ecp/HttpProxy_2021030300-1.LOG": "EX03",
        "C:/inetpub/logs/LogFiles/W3SVC2/u_ex210303.log": "EX03",
        "\(exchange)/TransportRoles/Logs/MessageTracking/MSGTRK1.LOG": "EX03",
        "C:/Windows/System32/winevt/Logs/Application.evtx": "EX03",
        "C:/Windows/System32/LogFiles/HTTPERR/httperr1.log": "EX03",
        "EX03/General_Server_Info/NoFilesDetected.txt": "-",
      ])
  }

  /// One zip for each family in a zip for the server, event logs one deeper.
  @Test func exchangeLogCollectorZips() throws {
    let family = try MadeArchive.bytes(.zip, [.init("HttpProxy_1.LOG", "1")])
    let events = try MadeArchive.bytes(.zip, [.init("Security.evtx", "2")])
    let server = try MadeArchive.bytes(
      .zip,
      [
        .init("EWS_Proxy_Logs.zip", family), .init("EAS_Proxy_Logs.zip", family),
        .init("Windows_Event_Logs/Windows-Logs.zip", events),
      ])
    let scratch = try ScratchFolder()
    let collected = try Collected(try scratch.write("EX04-0303-2.zip", server))
    let exchange = "C:/Program Files/Microsoft/Exchange Server/V15"
    #expect(
      collected.places == [
        "\(exchange)/Logging/HttpProxy/Ews/HttpProxy_1.LOG": "EX04",
        "\(exchange)/Logging/HttpProxy/Eas/HttpProxy_1.LOG": "EX04",
        "C:/Windows/System32/winevt/Logs/Security.evtx": "EX04",
      ])
    #expect(collected.containers.count == 4)
  }

  @Test(arguments: Packing.allCases) func testProxyLogonAndHealthCheckerTellTheHostOnly(packing: Packing) throws {
    let files = [
      "EX05-Cve-2021-26855.csv", "CollectedLogFiles/EX05/CVE26855/HttpProxy_1.LOG",
      "HealthChecker-EX-06-20210303120000.xml",
    ]
    #expect(
      try places("output", files, as: packing) == [
        "EX05-Cve-2021-26855.csv": "EX05", "CollectedLogFiles/EX05/CVE26855/HttpProxy_1.LOG": "EX05",
        "HealthChecker-EX-06-20210303120000.xml": "EX-06",
      ])
  }

  @Test(arguments: Packing.allCases) func plainTrees(packing: Packing) throws {
    let files = [
      "EX07/Windows/System32/winevt/Logs/Security.evtx", "EX07/Users/x/NTUSER.DAT", "EX08/Logging/HttpProxy/Ecp/a.LOG",
      "loose.evtx", "somewhere/deeper/else.log",
    ]
    #expect(
      try places("evidence", files, as: packing) == [
        "C:/Windows/System32/winevt/Logs/Security.evtx": "EX07", "C:/Users/x/NTUSER.DAT": "EX07",
        "EX08/Logging/HttpProxy/Ecp/a.LOG": "EX08", "loose.evtx": "-", "somewhere/deeper/else.log": "-",
      ])
  }

  @Test func volumeWithoutLetterIsNotTakenForTheSystemVolume() throws {
    let scratch = try ScratchFolder()
    try scratch.write("evidence/inetpub/logs/LogFiles/W3SVC1/u_ex1.log", [1])
    try scratch.write("evidence/Program Files/Microsoft/Exchange Server/V15/Logging/ECP/Server/a.LOG", [2])
    let alone = try Collected(scratch.path + "/evidence")
    #expect(
      alone.paths == [
        "vol1:/Program Files/Microsoft/Exchange Server/V15/Logging/ECP/Server/a.LOG",
        "vol1:/inetpub/logs/LogFiles/W3SVC1/u_ex1.log",
      ])
    try scratch.write("evidence/Windows/win.ini", [3])
    let withWindows = try Collected(scratch.path + "/evidence")
    #expect(
      withWindows.paths == [
        "C:/Program Files/Microsoft/Exchange Server/V15/Logging/ECP/Server/a.LOG", "C:/Windows/win.ini",
        "C:/inetpub/logs/LogFiles/W3SVC1/u_ex1.log",
      ])
  }

  @Test(arguments: Layouts.all.map(\.name)) func everyLayoutIsTestedHere(name: String) {
    let tested: Set = [
      "velociraptor", "dfir-orc", "exchange-log-collector", "test-proxylogon", "health-checker", "drive-folder",
      "plain-tree",
    ]
    #expect(tested.contains(name), "a layout without a test")
  }
}
