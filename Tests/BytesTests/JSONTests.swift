import Bytes
import Foundation
import Testing

/// JSON that other readers read back as what it was made of.
@Suite struct JSONTests {
  private func read(_ json: [UInt8]) throws -> String {
    try JSONDecoder().decode([String].self, from: Data(Array("[".utf8) + json + Array("]".utf8)))[0]
  }

  @Test func stringsComeBackAsTheyWere() throws {
    var random = Seeded(30)
    for _ in 0..<500 {
      let text = random.text(Int(random.next() % 40))
      let units = Array(text.utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
      let made = [
        ByteBuffer.made { $0.appendJSON(text) }, ByteBuffer.made { $0.appendJSON(utf8: Array(text.utf8).rawSpan) },
        ByteBuffer.made { $0.appendJSON(utf16: units.rawSpan) }, ByteBuffer.made { $0.appendHarmlessJSON(text) },
      ]
      for json in made {
        #expect(try read(json).unicodeScalars.elementsEqual(text.unicodeScalars))
        #expect(json.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
        // And our own reader agrees.
        var buffer = ByteBuffer()
        #expect(buffer.append(jsonText: json.rawSpan, at: 1) == .closed(json.count))
        #expect(buffer.array == Array(text.utf8))
      }
      #expect(made[0] == made[1] && made[0] == made[2])
      let harmless = String(decoding: made[3], as: UTF8.self)
      #expect(!harmless.steersDisplay)
    }
  }

  @Test func bytesThatAreNoUTF8AreRepaired() throws {
    var random = Seeded(31)
    for _ in 0..<500 {
      let bytes = random.bytes(Int(random.next() % 40))
      let text = String(decoding: bytes, as: UTF8.self)
      #expect(try read(ByteBuffer.made { $0.appendJSON(utf8: bytes.rawSpan) }) == text)
    }
  }

  @Test func escapesAreThoseOfTheStandard() {
    let json = String(decoding: ByteBuffer.made { $0.appendJSON("\"\\/\n\r\t\0\u{1F}\u{7F}é") }, as: UTF8.self)
    #expect(json == #""\"\\/\n\r\t\u0000\u001f\u007fé""#)
  }

  @Test(arguments: [
    (#"a\u0041\/\b\f\n""#, "aA/\u{8}\u{C}\n", JSONTextEnd.closed(16)),
    (#"\ud83d\ude00""#, "\u{1F600}", .closed(13)), (#"\ud83dx""#, "\u{FFFD}x", .closed(8)),
    (#"\ude00""#, "\u{FFFD}", .closed(7)), (#"\ud83d\ud83d\ude00""#, "\u{FFFD}\u{1F600}", .closed(19)),
    ("open", "open", .open), (#"cut\"#, "cut", .open), (#"cut\u00"#, "cut", .open), (#"cut\ud83d"#, "cut", .open),
    (#"bad\x""#, "bad", .invalid(3)), (#"bad\u00g0""#, "bad", .invalid(3)), ("tab\tx\"", "tab", .invalid(3)),
  ])
  func stringsAreReadUpToWhatMayNotStandThere(source: String, content: String, end: JSONTextEnd) {
    var buffer = ByteBuffer()
    #expect(buffer.append(jsonText: Array(source.utf8).rawSpan, at: 0) == end)
    #expect(buffer.text == content)
  }

  @Test func writerPutsCommasWhereTheyBelong() {
    var json = JSONWriter(capacity: 1)
    json.object { json in
      json.member("text", "a\"b")
      json.member("none", nil as String?)
      json.member("number", -3)
      json.member("large", UInt64.max)
      json.member("claim", true)
      json.member("list", ["x", "y"])
      json.key("nested")
      json.array { json in
        json.object { _ in }
        json.array { json in
          json.value(1)
          json.null()
        }
        json.raw(Array("{\"made\":1}\r\n\n".utf8))
        json.value(false)
      }
      json.key(text: "from\u{202E}evidence")
      json.value(UInt64(7))
    }
    json.endLine()
    json.value(2)
    #expect(
      json.buffer.text == """
        {"text":"a\\"b","none":null,"number":-3,"large":18446744073709551615,"claim":true,"list":["x","y"],\
        "nested":[{},[1,null],{"made":1},false],"from\\u202eevidence":7}
        2
        """)
  }

  @Test func writerBreaksLinesForPeople() {
    var json = JSONWriter()
    json.object { json in
      json.breakLine(indent: 2)
      json.member("a", 1)
      json.breakLine(indent: 2)
      json.member("b", 2)
    }
    #expect(json.buffer.text == "{\n  \"a\":1,\n  \"b\":2}")
  }
}
