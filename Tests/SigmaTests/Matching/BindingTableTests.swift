import Records
import Testing

@testable import Sigma

/// More kinds of records than are kept: the tables start over, and the answers stay.
@Suite struct BindingTableTests {
  private static func rule(_ number: Int, _ field: String, _ text: String) -> Rule {
    Rule(
      id: "\(number)", title: "", logSource: LogSource(product: "windows"),
      expression: .atom(Atom(field: field, test: .text(TextPattern(pieces: [.literal(text)], isCased: false)))),
      origin: Origin(file: "", line: number))
  }

  @Test func moreBindingsThanAreKept() {
    let rules = [Self.rule(0, "EventID", "7"), Self.rule(1, "EventID", "4200"), Self.rule(2, "x", "yes")]
    var block = MadeBlock()
    for number in Array(0..<4300) + [7, 4200, 4299, 0] as [UInt32] {
      block.add([MadeRowField("EventID", .uint32(number)), MadeRowField("x", number % 1000 == 0 ? "yes" : "no")])
    }
    var matcher = RowMatcher(RuleIndex(rules))
    block.forEach { row, view in
      let number = row.fields[0].texts[0]
      var expected = number == "7" ? [0] : number == "4200" ? [1] : []
      if row.fields[1].texts == ["yes"] { expected.append(2) }
      let found = matcher.matches(view, row.schema)
      #expect(found == expected, "event \(number)")
    }
  }

  @Test func moreSchemasThanAreKept() {
    let rules = [Self.rule(0, "f9", "yes"), Self.rule(1, "f4150", "yes"), Self.rule(2, "x", "yes")]
    var block = MadeBlock()
    for number in Array(0..<4200) + [9, 4150, 10] {
      block.add([MadeRowField("f\(number)", "yes"), MadeRowField("x", number == 10 ? "yes" : "no")])
    }
    var matcher = RowMatcher(RuleIndex(rules))
    block.forEach { row, view in
      let expected = ["f9": [0], "f4150": [1], "f10": [2]][row.fields[0].name] ?? []
      let found = matcher.matches(view, row.schema)
      #expect(found == expected, "\(row.fields[0].name)")
    }
  }

  /// More slots in the key than fit beside a binding's hash.
  @Test func keysOfManySlotsAreToldApart() {
    let rules = [Self.rule(0, "Channel", "abcdefgh"), Self.rule(1, "Channel", "abcdefgx")]
    var block = MadeBlock()
    for last in ["h", "x", "y", "h", "x"] {
      let parts = Array("abcdefg").map { MadeRowField.Part.value(.utf16(String($0))) } + [.value(.utf16(last))]
      block.add([MadeRowField("Channel", parts)])
    }
    var matcher = RowMatcher(RuleIndex(rules))
    var found: [[Int]] = []
    block.forEach { row, view in found.append(matcher.matches(view, row.schema)) }
    #expect(found == [[0], [1], [], [0], [1]])
  }

  /// Rows of one schema whose keys differ in one byte, in kind or in length only, each after each.
  @Test func theLastKeyOfASchemaIsToldFromTheNext() {
    let rules = [
      Self.rule(0, "Channel", "aaaaaaaaaa"), Self.rule(1, "Channel", "aaaaaaaaab"), Self.rule(2, "EventID", "1"),
      Self.rule(3, "Channel", "a"),
    ]
    let keys: [(channel: MadeRowValue, id: MadeRowValue, found: [Int])] = [
      (.utf16("aaaaaaaaaa"), .uint32(1), [0, 2]), (.utf16("aaaaaaaaab"), .uint32(1), [1, 2]),
      (.utf16("aaaaaaaaaa"), .uint32(256), [0]), (.utf16("a"), .utf16("1"), [2, 3]), (.utf8("a"), .null, [3]),
      (.null, .null, []), (.utf16(""), .uint32(1), [2]),
    ]
    var block = MadeBlock()
    var expected: [[Int]] = []
    for one in keys {
      for other in keys + [one] {
        for key in [one, other] {
          block.add([MadeRowField("Channel", key.channel), MadeRowField("EventID", key.id)])
          expected.append(key.found)
        }
      }
    }
    var matcher = RowMatcher(RuleIndex(rules))
    var found: [[Int]] = []
    block.forEach { row, view in found.append(matcher.matches(view, row.schema)) }
    #expect(found == expected)
  }

  /// The last key of a schema is forgotten together with the bindings that it leads to.
  @Test func aRememberedKeyDoesNotOutliveItsBinding() {
    let rules = [Self.rule(0, "EventID", "7"), Self.rule(1, "EventID", "8"), Self.rule(2, "other", "yes")]
    var block = MadeBlock()
    func add(_ number: UInt32, _ other: String) {
      block.add([MadeRowField("EventID", .uint32(number)), MadeRowField(other, "no")])
    }
    for _ in 0..<3 { add(7, "first") }
    // Two of each, since a key is remembered when it comes again, and enough for the table to begin anew.
    for number in 100..<4400 as Range<UInt32> { for _ in 0..<2 { add(number, "other") } }
    for number in [7, 7, 8, 8] as [UInt32] { add(number, "first") }
    var matcher = RowMatcher(RuleIndex(rules))
    var found: [[Int]] = []
    block.forEach { row, view in found.append(matcher.matches(view, row.schema)) }
    #expect(found.prefix(3).allSatisfy { $0 == [0] })
    #expect(found.dropFirst(3).dropLast(4).allSatisfy { $0.isEmpty })
    #expect(found.suffix(4) == [[0], [0], [1], [1]])
  }

  @Test func longKeysAreToldApartToo() {
    let long = String(repeating: "x", count: 2000)
    let rules = [Self.rule(0, "Channel", long + "a"), Self.rule(1, "Channel", long + "b")]
    var block = MadeBlock()
    for end in ["a", "a", "b", "b", "a", "c", "c"] { block.add([MadeRowField("Channel", .utf16(long + end))]) }
    var matcher = RowMatcher(RuleIndex(rules))
    var found: [[Int]] = []
    block.forEach { row, view in found.append(matcher.matches(view, row.schema)) }
    #expect(found == [[0], [0], [1], [1], [0], [], []])
  }
}
