import Records
import Testing
import TextLogs
import TextLogsPlain

@Suite("Text logs that were damaged or cut anywhere")
struct TextLogDamageTests {
  static let w3c = Array(
    ([
      "#Software: Microsoft Internet Information Services 8.5", "#Version: 1.0", "#Date: 2021-03-03 05:18:07",
      W3CLogTests.fields, W3CLogTests.line(), W3CLogTests.line(stem: "/é", user: "A\\b"),
      W3CLogTests.line(query: "a  b"), "#Fields: time c-ip cs-uri-stem sc-status", "05:18:08 192.0.2.1 /x 200",
      "05:18:09 2001:db8::1 - 404", "", W3CLogTests.fields, W3CLogTests.line(agent: "x y"), W3CLogTests.line(),
    ].joined(separator: "\r\n")).utf8)
  static let iis = Array(
    """
    192.0.2.114, -, 03/20/01, 7:55:20, W3SVC2, SALES1, 198.51.100.45, 4502, 163, 3223, 200, 0, GET, /Logo.gif, -,
    192.0.2.115, EX\\a, 03/20/01, 17:55:20, W3SVC2, SALES1, 198.51.100.45, 450, 13, 323, 404, 2, POST, /a,b, c=1, d,
    192.0.2.116, EX\\a, 03/20/01, 17:55:21, W3SVC2, SALES1

    """.utf8)
  static let ncsa = Array(
    """
    192.0.2.45 - EXAMPLE\\fred [08/Apr/2001:17:39:04 -0800] "GET /a/b.dll?x=1 HTTP/1.0" 200 3401
    192.0.2.46 - - [31/Dec/2020:23:30:00 -0130] "POST /owa/ HTTP/1.1" 302 - "https://a.test/?q" "Mozilla/5.0 (X11)"
    192.0.2.47 - NT AUTHORITY\\x [01/Jan/2021:00:00:00 +0000] "a "b" c" 400 0

    """.utf8)

  static func sample(_ number: Int) -> (kind: String, path: String, bytes: [UInt8]) {
    [
      ("w3c", "c:\\u_ex210303.log", w3c), ("iis", "c:\\u_in210303.log", iis), ("ncsa", "c:\\u_nc210303.log", ncsa),
    ][number % 3]
  }

  @Test(arguments: 0..<3) func samplesAreWhatTheyAreTakenFor(number: Int) throws {
    let sample = Self.sample(number)
    #expect(TextLogRun.recognize(sample.bytes)?.kind.name == sample.kind)
    let run = try #require(TextLogRun(sample.bytes))
    #expect(run.problems(in: sample.bytes) == [])
    #expect(run.skips.isEmpty)
    #expect(run.lines == PlainTextLog.read(sample.bytes, kind: sample.kind)?.lines)
  }

  @Test(arguments: 0..<900)
  func fastReaderSaysWhatThePlainOneSaysWhateverWasDamaged(seed: Int) throws {
    var random = JSONDamageTests.Seeded(state: UInt64(seed))
    let (kind, path, original) = Self.sample(seed)
    var bytes = original
    for _ in 0..<Int.random(in: 1...4, using: &random) { Self.damage(&bytes, &random) }
    // A damaged first line may make another log of it.
    guard let found = TextLogRun.recognize(bytes, path: path), found.kind.name == kind else { return }
    let run = try #require(TextLogRun(bytes, path: path))
    let plain = try #require(PlainTextLog.read(bytes, kind: kind))
    #expect(run.problems(in: bytes) == [])
    for (fast, slow) in zip(run.lines, plain.lines) { #expect(fast == slow) }
    #expect(run.lines.count == plain.lines.count)
    #expect(run.skippedRanges == TextLogRun.joined(plain.skips))
  }

  @Test(arguments: 0..<300) func anyCutGivesTheSame(seed: Int) throws {
    var random = JSONDamageTests.Seeded(state: UInt64(seed) + 5_000)
    let (_, path, original) = Self.sample(seed)
    var bytes = original
    if seed % 2 == 0 { Self.damage(&bytes, &random) }
    guard let whole = TextLogRun(bytes, path: path) else { return }
    let length = Int.random(in: 1...300, using: &random)
    let parts = try #require(TextLogRun(bytes, path: path, atMost: length))
    let blocks = try #require(TextLogRun.cut(bytes, path: path, atMost: length))
    #expect(whole.problems(in: bytes) == [])
    for other in [parts, blocks] {
      #expect(other.lines == whole.lines)
      #expect(other.channels == whole.channels)
      #expect(other.skippedRanges == whole.skippedRanges)
      #expect(other.lastLine == whole.lastLine)
      #expect(other.consumed == whole.consumed)
    }
  }

  private static func damage(_ bytes: inout [UInt8], _ random: inout JSONDamageTests.Seeded) {
    guard !bytes.isEmpty else { return }
    let at = Int.random(in: 0..<bytes.count, using: &random)
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
    case 1: bytes.remove(at: at)
    case 2: bytes.insert(Array(" -\r\n\0,\"#[]:%0é".utf8).randomElement(using: &random) ?? 0, at: at)
    case 3: bytes.removeLast(min(bytes.count, Int.random(in: 1...60, using: &random)))
    case 4: bytes.insert(contentsOf: [UInt8](repeating: 0, count: Int.random(in: 1...40, using: &random)), at: at)
    case 5: bytes.insert(contentsOf: [0xEF, 0xBB, 0xBF], at: random.next() % 2 == 0 ? at : lineStart(bytes, at))
    case 6:
      let end = min(bytes.count, at + Int.random(in: 1...200, using: &random))
      bytes.insert(contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &random))
    default: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...200, using: &random)))
    }
  }

  private static func lineStart(_ bytes: [UInt8], _ place: Int) -> Int {
    (bytes[..<place].lastIndex(of: 0x0A) ?? -1) + 1
  }

  @Test func longestLines() throws {
    let head = W3CLogTests.log(W3CLogTests.line())
    let long = Array(W3CLogTests.line(query: String(repeating: "q", count: TextLogReader.longestRecord)).utf8)
    let bytes = head + long + Array("\r\n".utf8) + Array(W3CLogTests.line(stem: "/after").utf8)
    for run in [TextLogRun(bytes), TextLogRun(bytes, atMost: 1 << 20)] {
      let run = try #require(run)
      #expect(run.lines.count == 2)
      #expect(run.consumed == bytes.count)
      #expect(run.skippedRanges == [head.count..<head.count + long.count])
      #expect(run.lines.last?.fields.contains(PlainField(name: "cs-uri-stem", value: "/after")) == true)
    }
  }
}
