import Model
import Testing

@Suite("How event exports are written")
struct JSONTextTests {
  @Test func recordsStandWhereTheHeadSays() {
    let text = "{\"a\":1}\n\n  {\"a\":2}\r\n{\"a\":3}{\"a\":4}"
    let export = JSONExport(text)
    #expect(export.events.map { $0["a"] } == ["1", "2", "3", "4"])
    #expect(export.events.map(\.head.number) == [1, 3, 4, 4])
    #expect(export.events.map(\.head.offset) == [0, 11, 20, 27])
    #expect(export.events.map(\.head.length) == [7, 7, 7, 7])
    #expect(export.skips.isEmpty)
    #expect(export.lines == 3)
  }

  @Test func escapesAreDecoded() {
    let export = JSONExport(#"{"a":"\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\ude00","z":"a\u0000b","k\u0065y":"v"}"#)
    #expect(export.events[0]["a"] == "\"\\/\u{8}\u{c}\n\r\tAé€😀")
    #expect(export.events[0]["z"] == "a\0b")
    #expect(export.events[0]["key"] == "v")
  }

  @Test(arguments: [#"\ud83d"#, #"\ude00"#, #"\ud83dx"#, #"\ud83d\n"#, #"\ud83d\u0041"#])
  func halfOfASurrogatePairBecomesTheReplacementCharacter(_ text: String) {
    for ending in ["", String(repeating: "y", count: 20)] {
      let export = JSONExport("{\"a\":\"\(text)\(ending)\"}")
      #expect(export.skips.isEmpty)
      #expect(export.events.first?["a"]?.unicodeScalars.first == "\u{FFFD}")
    }
  }

  @Test func longTextsAreReadWhole() {
    for length in 0..<70 {
      let text = String(repeating: "ä", count: length / 2) + String(repeating: "x", count: length)
      let export = JSONExport("{\"a\":\"\(text)\\\\\(text)\"}")
      #expect(export.events.first?["a"] == text + "\\" + text)
    }
  }

  @Test(arguments: ["0", "-0", "12", "-1.5", "1e5", "1E-5", "0.5e+10", "-9223372036854775808", "1e400"])
  func numbersAreTheirText(_ number: String) {
    #expect(JSONExport("{\"a\":\(number)}").events.first?["a"] == number)
  }

  @Test(arguments: [
    "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":\"x", "{\"a\":[1", "{a:1}", "{\"a\":1,}", "{\"a\":[1,]}",
    "{\"a\" 1}", "{\"a\":01}", "{\"a\":-}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}", "{\"a\":1e}", "{\"a\":tru}",
    "{\"a\":True}", "{\"a\":nul}", "{\"a\":NaN}", "{\"a\":'x'}", "{\"a\":\"\\x\"}", "{\"a\":\"\\u12g4\"}",
    "{\"a\":\"tab\there\"}", "{\"a\":1 \"b\":2}", "{\"a\":{}", "{\"a\":[}", "{,}", "{\"a\":1]", "{1:2}",
  ])
  func whatIsNoJSONIsSkippedAloneAndReported(_ line: String) {
    let text = "{\"n\":1}\n\(line)\n{\"n\":2}\n"
    let export = JSONExport(text)
    #expect(export.events.map { $0["n"] } == ["1", "2"])
    #expect(export.skips.count == 1)
    #expect(export.skips.first?.kind == .damaged)
    #expect(export.skips.first?.offset == 8)
    #expect(export.skips.first?.length == UInt64(line.utf8.count + 1))
    #expect(export.skips.first?.reason.hasPrefix("line 2: expected ") == true)
    #expect(export.problems(in: Array(text.utf8)).isEmpty)
  }

  @Test func damageSaysWhatWasExpectedAndFound() {
    let export = JSONExport("{\"a\":1}\n{\"a\" 1}\n{xyz\n")
    #expect(
      export.skips == [
        Skip(
          .damaged, offset: 8, length: 13,
          reason: "line 2: expected a colon, found '1' after 5 bytes of the record, and 1 more like it")
      ])
  }

  @Test func lastLineThatWasCutIsDamagedAndTheRestIsRead() {
    let export = JSONExport("{\"a\":1}\n{\"a\":\"cu")
    #expect(export.events.count == 1)
    #expect(export.skips.map(\.offset) == [8])
    #expect(export.skips.first?.reason.contains("found the end") == true)
  }

  @Test(arguments: [1, 7, 64, 4096])
  func blocksMakeNoDifference(_ block: Int) {
    let lines = (0..<50).map { "{\"n\":\($0),\"text\":\"C:\\\\Windows\\\\ü😀 \($0)\"}" }
    let text = lines.joined(separator: "\n") + "\nbroken {\n" + lines.joined(separator: "\r\n") + "\n[1]\n{\"n\":"
    let whole = JSONExport(text)
    let parts = JSONExport(text, block: block)
    #expect(parts.events.map(\.head) == whole.events.map(\.head))
    #expect(parts.events.map { $0["text"] } == whole.events.map { $0["text"] })
    #expect(parts.skips == whole.skips)
    #expect(parts.lines == whole.lines)
    #expect(whole.events.count == 100)
    #expect(whole.skips.count == 2)
    #expect(parts.problems(in: Array(text.utf8)).isEmpty)
  }

  @Test func prettyPrintedArrayIsReadElementByElement() {
    let text = """
      [
        {
          "a": 1,
          "b": { "c": [ 1, 2 ] }
        },
        {
          "a": 2
        }
      ]

      """
    for block in [16, 1 << 20] {
      let export = JSONExport(text, block: block)
      #expect(export.events.map { $0["a"] } == ["1", "2"])
      #expect(export.events.map(\.head.number) == [2, 6])
      #expect(export.skips.isEmpty)
      #expect(export.lines == 9)
    }
  }

  @Test func damageInAPrettyPrintedArrayCostsItsElementAlone() {
    let text = """
      [
        {
          "a": 1
        },
        {
          "a": oops,
          "list": [
            {
              "b": 1
            }
          ]
        },
        {
          "a": 3
        }
      ]
      """
    let export = JSONExport(text)
    #expect(export.events.map { $0["a"] } == ["1", "3"])
    #expect(export.skips.count == 1)
    #expect(export.problems(in: Array(text.utf8)).isEmpty)
  }

  @Test func damageInAnArrayOnOneLineCostsItsElementAlone() {
    let text = #"[{"a":1,"b":1},{"a":2,"b":oops},{"a":3,"b":1},{"a":"4","b":[{"c":1}]}]"#
    for block in [8, 1 << 20] {
      let export = JSONExport(text, block: block)
      #expect(export.events.map { $0["a"] } == ["1", "3", "4"])
      #expect(export.skips.map(\.offset) == [15])
      #expect(export.skips.map(\.length) == [17])
      #expect(export.problems(in: Array(text.utf8)).isEmpty)
    }
  }

  @Test func byteOrderMarkIsUnderstood() {
    let export = JSONExport([0xEF, 0xBB, 0xBF] + Array("{\"a\":1}\n".utf8))
    #expect(export.events.map(\.head.offset) == [3])
    #expect(export.skips.isEmpty)
  }

  @Test(arguments: [true, false], [true, false])
  func utf16IsRead(hasMark: Bool, isHighByteFirst: Bool) {
    let text = "{\"a\":\"ü😀\"}\r\n{\"a\":oops}\r\n{\"a\":\"2\"}\r\n"
    let bytes = utf16Bytes((hasMark ? "\u{FEFF}" : "") + text, isHighByteFirst: isHighByteFirst)
    let mark: UInt64 = hasMark ? 2 : 0
    for block in [5, 16, 1 << 20] {
      let export = JSONExport(bytes, block: block)
      #expect(export.events.map { $0["a"] } == ["ü😀", "2"])
      #expect(export.events.map(\.head.offset) == [mark, mark + 50])
      #expect(export.events.map(\.head.length) == [22, 18])
      #expect(export.events.map(\.head.number) == [1, 3])
      #expect(export.skips.map(\.offset) == [mark + 26])
      #expect(export.skips.map(\.length) == [24])
      #expect(export.problems(in: bytes).isEmpty)
    }
  }

  @Test func oddLastByteOfUTF16IsReported() {
    let export = JSONExport([0xFF, 0xFE] + utf16Bytes("{\"a\":1}") + [0x0A])
    #expect(export.events.count == 1)
    #expect(export.skips.map(\.offset) == [16])
    #expect(export.skips.map(\.length) == [1])
  }

  @Test func whatIsNoJSONAtAllIsUnknown() {
    let fork: [UInt8] =
      [0, 5, 0x16, 7, 0, 2, 0, 0] + Array("Mac OS X        ".utf8) + [UInt8](repeating: 0, count: 300)
    for bytes in [fork, Array("<Event>\n</Event>\n".utf8), [], [0xFF, 0xFE], [0x0A]] {
      let export = JSONExport(bytes, block: 64)
      #expect(export.events.isEmpty)
      #expect(export.skips.allSatisfy { $0.kind == .unknown })
      #expect(export.problems(in: bytes).isEmpty)
    }
    #expect(JSONExport(fork).skips.map(\.length) == [UInt64(fork.count)])
  }

  @Test func bytesThatAreNoUTF8StayAsTheyAre() {
    let export = JSONExport(Array("{\"a\":\"".utf8) + [0xE9, 0x41] + Array("\"}".utf8))
    #expect(export.events.first?["a"] == "\u{FFFD}A")
    #expect(export.skips.isEmpty)
  }

  @Test func recordLongerThanTheLimitIsSkippedAloneInBoundedMemory() {
    let long = Array("{\"a\":\"".utf8) + [UInt8](repeating: 0x78, count: 17 << 20) + Array("\"}\n".utf8)
    let bytes = Array("{\"a\":1}\n".utf8) + long + Array("{\"a\":2}\n".utf8)
    let export = JSONExport(bytes)
    #expect(export.events.map { $0["a"] } == ["1", "2"])
    #expect(export.skips.map(\.length) == [UInt64(long.count)])
    #expect(export.skips.first?.reason.contains("16 MiB") == true)
  }

  @Test func depthAndNumberOfValuesAreLimited() {
    func nested(_ depth: Int) -> String {
      String(repeating: "{\"a\":", count: depth) + "1" + String(repeating: "}", count: depth)
    }
    let many = "{\"a\":[" + Array(repeating: "1", count: 5000).joined(separator: ",") + "]}"
    let deepArray = "{\"a\":" + String(repeating: "[", count: 100_000) + "\n"
    let longKeys = "{\"" + String(repeating: "k", count: 70_000) + "\":1}"
    let text = [nested(32), nested(33), many, deepArray, longKeys, "{\"z\":1}"].joined(separator: "\n")
    let export = JSONExport(text)
    #expect(export.events.count == 2)
    #expect(export.events.last?["z"] == "1")
    #expect(export.skips.count == 1)
    #expect(export.skips.first?.reason.contains("at most 32 levels") == true)
    #expect(JSONExport(many).skips.first?.reason.contains("4,096 values") == true)
    #expect(JSONExport(longKeys).skips.first?.reason.contains("64 KiB of field names") == true)
  }
}
