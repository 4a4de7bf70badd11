import Model
import Records
import Testing
import TextLogs

@Suite("ExchangeSetup.log")
struct ExchangeSetupTests {
  @Test func textThatIsNoUTF8IsOfTheCodePage() {
    let run = ExchangeRun(Array((Self.start + "[03/06/2021 18:37:29.0381] [2] caf").utf8) + [0xE9, 0x0D, 0x0A])
    #expect(run.events.map { $0["Message"] }.last == "café" && run.skips.isEmpty)
  }

  static let start = "[03/06/2021 18:37:29.0350] [0] Starting Microsoft Exchange Server 2016 Setup\r\n"

  @Test func entriesAreRead() {
    let run = ExchangeRun(
      Self.start + "[03/06/2021 18:37:29.0381] [2] a\r\n  b\r\n\r\n[03/06/2021 18:37:30.0000] [12] c")
    #expect(run.kind == .exchangeSetup)
    #expect(
      run.shown == [
        "Channel=Exchange/Setup | DateTime=03/06/2021 18:37:29.0350 | Depth=0 | Message=Starting Microsoft Exchange Server 2016 Setup",
        "Channel=Exchange/Setup | DateTime=03/06/2021 18:37:29.0381 | Depth=2 | Message=a\r\n  b",
        "Channel=Exchange/Setup | DateTime=03/06/2021 18:37:30.0000 | Depth=12 | Message=c",
      ])
    #expect(run.events.map(\.head.number) == [1, 2, 5])
    #expect(run.skips.isEmpty)
  }

  @Test func fourDigitsAreMilliseconds() {
    let run = ExchangeRun(Self.start + "[03/06/2021 18:37:29.9042] [0] x\n[13/40/2021 18:37:29.0001] [0] y\n")
    #expect(
      run.events.map { $0.head.time?.description } == [
        "2021-03-06T18:37:29.350Z", "2021-03-06T18:37:29.9042Z", nil,
      ])
  }

  @Test func entryWithoutDepthIsRead() {
    let run = ExchangeRun(
      Self.start + "[03/06/2021 18:37:29.0381]x\n[03/06/2021 18:37:29.0381] [y] z\n[03/06/2021 18:37:29.0381]")
    #expect(run.events.map { $0["Message"] }.suffix(3) == ["x", "[y] z", nil])
    #expect(run.events.map { $0["Depth"] } == ["0", nil, nil, nil])
    #expect(run.skips.isEmpty)
  }

  @Test(arguments: ["", "[03/06/2021 18:37:29.0350] [0] x\n", "Starting Microsoft Exchange Server 2016 Setup\n"])
  func othersAreNot(text: String) { #expect(ExchangeRun(text).kind == nil) }

  @Test(arguments: 0..<200) func everyCutGivesTheSameEntries(seed: UInt64) {
    var random = ExchangeTwinTests.Random(state: seed)
    let pieces = ["[03/06/2021 18:37:29.0350] [0] ", "[03/06/2021", "\r\n", "\n", "\r", "text", "]", "[", " ", "\0"]
    var text = Self.start
    for _ in 0..<Int.random(in: 0...60, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
    let whole = ExchangeRun(text)
    let least = Int.random(in: 1...90, using: &random)
    let parts = ExchangeRun(Array(text.utf8)) { least + $0 % 31 }
    #expect(whole.consumed == text.utf8.count && parts.consumed == text.utf8.count)
    #expect(parts.events == whole.events)
    #expect(parts.skips.bytes == whole.skips.bytes)
  }
}

@Suite("Setup logs of the development data", .enabled(if: Shared.isThere, "the development data is not here"))
struct ExchangeSetupCorpusTests {
  @Test func everyLineBelongsToAnEntry() throws {
    let logs = zipMembers(try Shared.bytes("data/exchange_config/ExchangeSetup_logs_a.zip")).filter {
      $0.name.hasSuffix(".log")
    }
    #expect(logs.count == 23)
    var count = 0
    for log in logs {
      let run = ExchangeRun(log.bytes, path: log.name)
      #expect(run.kind == .exchangeSetup, "\(log.name)")
      #expect(run.skips.isEmpty, "\(log.name)")
      #expect(run.events.allSatisfy { $0.head.time != nil && $0["Message"] != nil && $0.head.timeDigits == 3 })
      count += run.events.count
    }
    #expect(count == 28379)
  }
}
