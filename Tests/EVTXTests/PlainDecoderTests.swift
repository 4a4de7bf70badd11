import Bytes
import EVTXPlain
import EVTXTestSupport
import Testing

/// The plain decoder on made records.
struct PlainDecoderTests {
  private func record(_ fragment: MadeFragment) throws -> PlainRecord {
    var log = MadeLog()
    log.add(fragment, written: Samples.time)
    return try #require(PlainLog.records(of: log.bytes()).first?.record)
  }

  private func fields(_ fragment: MadeFragment) throws -> [String] {
    try record(fragment).fields.map { "\($0.name)=\($0.text)" }
  }

  @Test func recordHeaderIsRead() throws {
    let file = MadeLog([Samples.logCleared(by: "bob").with { $0.recordNumber = 77 }]).bytes()
    let chunk = Array(file[4096...])
    let record = try PlainDecoder.record(at: 512, inChunk: chunk.rawSpan)
    #expect(record.identifier == 77)
    #expect(record.offset == 512)
    #expect(record.length == Int(chunk.value(at: 516, as: UInt32.self)))
    #expect(record.written == Samples.time.ticks)
    #expect(record.root?.name == "Event")
    #expect(throws: PlainError.self) { try PlainDecoder.record(at: 520, inChunk: chunk.rawSpan) }
    #expect(throws: PlainError.self) { try PlainDecoder.record(at: -1, inChunk: chunk.rawSpan) }
    #expect(throws: PlainError.self) { try PlainDecoder.record(at: 1 << 40, inChunk: chunk.rawSpan) }
  }

  @Test func fieldsHaveTheNamesThatRulesUse() throws {
    let event = Samples.logCleared(by: "bob").with {
      $0.user = "S-1-5-18"
      $0.qualifiers = 7
      $0.processID = 4
      $0.activity = "00112233-4455-6677-8899-AABBCCDDEEFF"
    }
    let record = try #require(PlainLog.records(of: MadeLog([event]).bytes()).first?.record)
    #expect(
      record.fields.map { "\($0.name)=\($0.text)" } == [
        "Provider_Name=Microsoft-Windows-Eventlog", "Provider_Guid={FC65DDD8-D6EF-4962-83D5-6E5CFE9CE148}",
        "EventID_Qualifiers=7", "EventID=1102", "Version=0", "Level=4", "Task=0", "Opcode=0",
        "Keywords=0x8000000000000000", "TimeCreated_SystemTime=2021-03-03T05:19:21.1130000Z", "EventRecordID=1",
        "Correlation_ActivityID={00112233-4455-6677-8899-AABBCCDDEEFF}", "Execution_ProcessID=4",
        "Execution_ThreadID=0", "Channel=Security", "Computer=mail01.example.org", "Security_UserID=S-1-5-18",
        "SubjectUserSid=S-1-5-21-1-2-3-500", "SubjectUserName=bob", "SubjectLogonId=0x1f2e3",
      ])
  }

  @Test func unnamedDataIsSeveralFieldsOfOneName() throws {
    let record = try #require(PlainLog.records(of: MadeLog([Samples.classic(["a", "b"])]).bytes()).first?.record)
    #expect(PlainLog.texts("Data", of: record) == ["a", "b", "last"])
  }

  @Test func otherSectionsPutTheirNameBefore() throws {
    let message = MadeElement("Message", attributes: [MadeAttribute("lang", "en")], [.text("hello")])
    let section = MadeElement("RenderingInfo", attributes: [MadeAttribute("Culture", "en-US")], [.element(message)])
    #expect(
      try fields(MadeFragment([.element(MadeElement("Event", [.element(section)]))]))
        == ["RenderingInfo_Culture=en-US", "RenderingInfo_Message_lang=en", "RenderingInfo_Message=hello"])
  }

  @Test func textReferencesAndSectionsBecomeOneText() throws {
    let pieces: [MadeNode] = [
      .text("a<b "), .cdata("c&d "), .entity("lt"), .entity("amp"), .entity("gt"), .entity("quot"), .entity("apos"),
      .entity("other"), .character(0x263A), .text(" end"),
    ]
    let data = MadeElement("Data", attributes: [MadeAttribute("Name", "x")], pieces)
    let root = MadeElement("Event", [.element(MadeElement("EventData", [.element(data)]))])
    let expected = ["x=a<b c&d <&>\"'&other;☺ end"]
    #expect(try fields(MadeFragment([.element(root)])) == expected)
    #expect(try fields(MadeFragment(MadeTemplate(root), [])) == expected)
  }

  @Test func attributesAreMadeOfTextReferencesAndValues() throws {
    let value: [MadeNode] = [
      .text("a "), .entity("amp"), .substitution(0, type: 1, optional: false), .character(0x41),
      .substitution(1, type: 1, optional: true),
    ]
    let element = MadeElement("Thing", attributes: [MadeAttribute("name", value)])
    let root = MadeElement("Event", [.element(MadeElement("UserData", [.element(element)]))])
    #expect(try fields(MadeFragment(MadeTemplate(root), [.text(" b "), .null])) == ["Thing_name=a & b A"])
  }

  @Test func attributeWithoutAnyValueIsLeftOut() throws {
    let attributes = [
      MadeAttribute("optional", [.substitution(0, type: 1, optional: true)]),
      MadeAttribute("normal", [.substitution(0, type: 1, optional: false)]),
      MadeAttribute("unknown", [.substitution(9, type: 1, optional: false)]),
      MadeAttribute("there", [.substitution(1, type: 1, optional: true)]),
    ]
    let root = MadeElement("Event", [.element(MadeElement("System", attributes: attributes))])
    #expect(try fields(MadeFragment(MadeTemplate(root), [.null, .text("x")])) == ["System_there=x"])
  }

  @Test func processingInstructionIsNoText() throws {
    let data = MadeElement("Data", [.text("a"), .instruction(target: "target", data: "content"), .text("b")])
    let root = MadeElement("Event", [.element(MadeElement("EventData", [.element(data)]))])
    let record = try record(MadeFragment([.element(root)]))
    #expect(PlainLog.texts("Data", of: record) == ["ab"])
    let event = try #require(record.root)
    #expect(PlainXML.text([event]).contains("a<?target content?>b"))
  }

  @Test func elementsStandDirectlyInAValueWithoutDependencies() throws {
    let inner = MadeFragment(
      [.element(MadeElement("Thing", attributes: [MadeAttribute("a", "1")], [.text("inside")]))], hasHeader: false)
    let place = MadeNode.substitution(0, type: 0x21, optional: false)
    let root = MadeElement("Event", [.element(MadeElement("UserData", [place]))])
    #expect(try fields(MadeFragment(MadeTemplate(root), [.fragment(inner)])) == ["Thing_a=1", "Thing=inside"])
  }

  @Test func elementsWithDependenciesOutsideADefinitionAreReadToo() throws {
    let data = MadeElement("Data", attributes: [MadeAttribute("Name", "x")], [.text("y")])
    let root = MadeElement("Event", [.element(MadeElement("EventData", [.element(data)]))])
    #expect(try fields(MadeFragment([.element(root)], hasDependencies: true)) == ["x=y"])
  }

  @Test func overwrittenDefinitionIsRefused() throws {
    let event = Samples.logon(user: "alice", address: "192.0.2.7")
    var file = MadeLog([event, event]).bytes()
    let definition = 4096 + Int(file.value(at: Damage.recordOffsets(inChunk: 0, of: file)[0] + 34, as: UInt32.self))
    file.set(0xDEAD_BEEF as UInt32, at: definition + 4)
    let records = PlainLog.records(of: file).map(\.record)
    #expect(records.count == 2)
    #expect(records[1].error?.reason.contains("another one found") == true)
  }

  @Test func staleRecordsAreCarvedAndNotListed() {
    let events = (0..<6).map { Samples.logon(user: "user\($0)", address: "192.0.2.1") }
    let file = Damage.leavingStaleRecords(after: 2, inChunk: 0, of: MadeLog(events).bytes())
    #expect(PlainLog.records(of: file).map(\.record.identifier) == [1, 2])
    #expect(PlainLog.carved(from: file).map(\.identifier) == [3, 4, 5, 6])
    #expect(PlainLog.carved(from: file).map { PlainLog.texts("TargetUserName", of: $0) }.last == ["user5"])
  }
}
