import Bytes
import EVTXTestSupport
import Foundation
import Model
import Testing

@testable import Examination

@Suite("Printing event logs")
struct EventPrinterTests {
  /// More than three blocks of 16 chunks.
  static let long = MadeLog(
    (0..<4000).map { Samples.logon(user: "user\($0)" + String(repeating: "x", count: 300), address: "192.0.2.7") }
  ).bytes()

  @Test func theOrderIsThatOfTheEvidenceWhateverTheNumberOfThreads() throws {
    let scratch = try Scratch()
    #expect(Self.long.count > 3 * BlockSource.blockSize)
    try scratch.write("in/b.evtx", Self.long)
    try scratch.write("in/a.evtx", MadeLog([Samples.logon(user: "first", address: "192.0.2.1")]).bytes())
    let one = try Printed(scratch.path + "/in", scratch, jobs: 1)
    #expect(one.places.compactMap { $0["record"] as? Int } == [1] + Array(1...4000))
    #expect(one.outcome.printedCount == 4001)
    #expect(one.outcome.artifactCount == 2)
    for jobs in [2, 5] { #expect(try Printed(scratch.path + "/in", scratch, jobs: jobs).text == one.text) }
  }

  @Test func everyFormatPrintsEveryRecord() throws {
    let scratch = try Scratch()
    let path = try scratch.write(
      "all.evtx",
      MadeLog([Samples.everyType(), Samples.classic(["one", "two"]), Samples.logCleared(by: "eve")]).bytes())
    #expect(try Printed(path, scratch).objects.count == 3)
    #expect(try Printed(path, scratch, format: .flat).objects.count == 3)
    let csv = try Printed(path, scratch, format: .csv)
    #expect(csv.text.hasPrefix("time,host,channel,provider,event_id,event,artifact,offset,length,place\r\n"))
    #expect(csv.text.split(separator: "\r\n").count == 4)
    let xml = try Printed(path, scratch, format: .xml).text
    #expect(xml.components(separatedBy: "<Event ").count == 4)
    #expect(xml.hasSuffix("</Events>\n"))
    #expect(xml.contains("<?postern artifact=\"all.evtx\" record=\"1\" offset=\"4608\" length=\""))
  }

  @Test func aProcessingInstructionKeepsNothingThatXMLForbids() throws {
    let scratch = try Scratch()
    let data = MadeElement("Data", [.instruction(target: "t", data: "a\u{1}b\u{1B}[2J\u{7F}?>c\u{FFFE}\td")])
    let root = MadeElement("Event", [.element(MadeElement("EventData", [.element(data)]))])
    var log = MadeLog()
    log.add(MadeFragment([.element(root)]), written: Samples.time)
    let path = try scratch.write("pi.evtx", log.bytes())
    let xml = try Printed(path, scratch, format: .xml).text
    #expect(xml.contains("<?t a\u{FFFD}b\u{FFFD}[2J\u{FFFD}? >c\u{FFFD}\td?>"))
  }

  @Test func aRootOfOurOwnNameIsToldFromWhatWeAdd() throws {
    let scratch = try Scratch()
    let root = MadeElement("postern", [.element(MadeElement("offset", [.text("7")]))])
    var log = MadeLog()
    log.add(MadeFragment([.element(root)]), written: Samples.time)
    let path = try scratch.write("root.evtx", log.bytes())
    let object = try #require(try Printed(path, scratch).objects.first)
    #expect((object["postern_1"] as? [String: Any])?["offset"] as? String == "7")
    #expect((object["postern"] as? [String: Any])?["artifact"] as? String == "root.evtx")
  }

  /// A name that only the values of a record hold is no name of a member beside ours.
  @Test func aRootThatIsNamedByAValueIsToldFromWhatWeAdd() throws {
    let scratch = try Scratch()
    let name = MadeAttribute("Name", [.substitution(0, type: 1, optional: false)])
    let root = MadeElement("Data", attributes: [name], [.text("x")])
    var log = MadeLog()
    log.add(MadeFragment(MadeTemplate(root), [.text("postern")]), written: Samples.time)
    let path = try scratch.write("named.evtx", log.bytes())
    let printed = try Printed(path, scratch)
    #expect(printed.text.components(separatedBy: "\"postern\":").count == 2)
    let object = try #require(printed.objects.first)
    #expect((object["postern"] as? [String: Any])?["artifact"] as? String == "named.evtx")
    let data = try #require(object["Data"] as? [String: Any])
    #expect((data["#attributes"] as? [String: Any])?["Name"] as? String == "postern")
  }

  @Test func aFlatLineHasEachNameOnceAndAllValuesOfAnArray() throws {
    let scratch = try Scratch()
    let path = try scratch.write("c.evtx", MadeLog([Samples.classic(["one", "two"])]).bytes())
    let object = try #require(try Printed(path, scratch, format: .flat).objects.first)
    #expect(object["Data"] as? [String] == ["one", "two", "last"])
    #expect(object["EventID"] as? String == "1000")
    #expect(object["Provider_Name"] as? String == "MSExchange Example")
    #expect(object["Correlation_ActivityID"] == nil)
  }

  @Test func valuesAreNotCut() throws {
    let scratch = try Scratch()
    let value = String(repeating: "long ", count: 5000)
    let event = Samples.logon(user: value, address: "192.0.2.7")
    let path = try scratch.write("l.evtx", MadeLog([event]).bytes())
    let object = try #require(try Printed(path, scratch, format: .flat).objects.first)
    #expect(object["TargetUserName"] as? String == value)
  }

  @Test func cellsAreNeverFormulas() throws {
    let scratch = try Scratch()
    var event = MadeEvent(
      provider: "=cmd|' /c calc'!A1", id: 1, channel: "@SUM(1)", computer: "-1+1", time: Samples.time,
      data: ["x": "=1,\"2\""])
    event.layout = .flat
    let path = try scratch.write("f.evtx", MadeLog([event]).bytes())
    let row = try #require(
      try Printed(path, scratch, format: .csv).text.split(separator: "\r\n").last.map(String.init))
    #expect(
      row.hasPrefix("2021-03-03T05:19:21.1130000Z,'-1+1,'@SUM(1),'=cmd|' /c calc'!A1,1,\"x==1,\"\"2\"\"\",f.evtx,4608,")
    )
    #expect(row.hasSuffix(",record 1"))
  }

  @Test func whatSteersATerminalIsSpelledByNumber() throws {
    let scratch = try Scratch()
    let name = "a\u{202E}b\u{9B}31mc\u{FFFF}é"
    let path = try scratch.write("t.evtx", MadeLog([Samples.logon(user: name, address: "192.0.2.7")]).bytes())
    let json = try Printed(path, scratch)
    #expect(json.text.contains("a\\u202eb\\u009b31mc\\uffff\u{E9}"))
    let data = (json.objects.first?["Event"] as? [String: Any])?["EventData"] as? [String: Any]
    #expect(data?["TargetUserName"] as? String == name)
    let xml = try Printed(path, scratch, format: .xml).text
    #expect(xml.contains("a&#x202E;b&#x9B;31mc\u{FFFD}\u{E9}"))
    #expect(try Printed(path, scratch, format: .csv).text.contains("a<U+202E>b<U+009B>31mc<U+FFFF>\u{E9}"))
  }

  @Test func damageIsSaidAndTheRestIsPrinted() throws {
    let scratch = try Scratch()
    let log = MadeLog((0..<3).map { Samples.logon(user: "u\($0)", address: "192.0.2.7") })
    let path = try scratch.write("d.evtx", Damage.breakingMagic(ofRecord: 1, in: log.bytes()))
    let printed = try Printed(path, scratch)
    #expect(printed.outcome.isIncomplete)
    #expect(printed.outcome.skips.first?.artifact == "d.evtx")
    #expect(printed.outcome.skipCount == 1)
    #expect(printed.places.compactMap { $0["record"] as? Int } == [1, 3])
  }

  @Test func filesOfOtherKindsAreCounted() throws {
    let scratch = try Scratch()
    try scratch.write("in/notes.txt", "nothing to see")
    try scratch.write("in/settings.json", "{\"theme\":\"dark\"}")
    let printed = try Printed(scratch.path + "/in", scratch)
    #expect(printed.text.isEmpty)
    #expect(printed.outcome.otherCount == 2)
    #expect(!printed.outcome.isIncomplete)
  }

  @Test func anErrorOfTheOutputEndsThePrinting() throws {
    struct Full: Error {}
    let scratch = try Scratch()
    let path = try scratch.write("l.evtx", Self.long)
    let printer = EventPrinter(format: .jsonl, carves: false, filter: .init(), jobs: 3)
    #expect(throws: Full.self) {
      try printer.print([path], options: scratch.options) { if $0.byteCount > 0 { throw Full() } }
    }
  }
}

@Suite("Filters of events")
struct EventFilterTests {
  private func users(_ change: (inout EventPrinter.Filter) -> Void) throws -> [String] {
    let scratch = try Scratch()
    var events = (0..<4).map { number in
      Samples.logon(user: "User\(number)", address: "192.0.2.\(number)")
        .with { $0.time = FileTime(ticks: Samples.time.ticks + UInt64(number) * 10_000_000) }
    }
    events.append(Samples.logCleared(by: "eve"))
    let path = try scratch.write("f.evtx", MadeLog(events).bytes())
    var filter = EventPrinter.Filter()
    change(&filter)
    return try Printed(path, scratch, format: .flat, filter: filter).objects.compactMap {
      $0["TargetUserName"] as? String ?? $0["SubjectUserName"] as? String
    }
  }

  @Test func eventIDAndChannelAreCompared() throws {
    #expect(try users { $0.eventID = 1102 } == ["eve"])
    #expect(try users { $0.eventID = 462 } == [])
    #expect(try users { $0.channel = "security" }.count == 5)
    #expect(try users { $0.channel = "Secur" } == [])
    #expect(try users { $0.channel = "sec*ty" }.count == 5)
  }

  @Test func bothEndsOfATimeSpanBelongToIt() throws {
    let second = try #require(Timestamp("2021-03-03T05:19:22.113Z"))
    let third = try #require(Timestamp("2021-03-03T05:19:23.113Z"))
    #expect(try users { $0.since = second } == ["User1", "User2", "User3"])
    #expect(
      try users {
        $0.since = second
        $0.until = third
      } == ["User1", "User2"])
  }

  @Test func everyConditionMustHold() throws {
    #expect(try users { $0.conditions = [("targetusername", "USER?")] }.count == 4)
    #expect(try users { $0.conditions = [("TargetUserName", "*"), ("IpAddress", "*.3")] } == ["User3"])
    #expect(try users { $0.conditions = [("NoSuchField", "*")] } == [])
    #expect(try users { $0.conditions = [("TargetUserName", "")] } == ["eve"])
  }

  @Test(arguments: [
    ("", "", true), ("", "*", true), ("a", "", false), ("abc", "a*c", true), ("abc", "a?c", true), ("ac", "a?c", false),
    ("aXbXc", "a*x*c", true), ("aaab", "*ab", true), ("aaab", "*aab?", false), ("é!", "?!", true), ("ABC", "abc", true),
    ("c:\\windows\\cmd.exe", "*\\cmd.exe", true), ("mississippi", "m*iss*ip*i", true), ("abab", "*aba", false),
  ])
  func wildcardsFit(text: String, pattern: String, fits: Bool) {
    #expect(WildcardPattern(pattern).fits(LetterCase.folded(text).rawSpan) == fits)
  }
}
