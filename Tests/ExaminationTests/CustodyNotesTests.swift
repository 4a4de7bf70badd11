import CaseStore
import Testing

@testable import Examination

/// What was not looked at to its end stands in the custody record, for the whole examination.
@Suite struct CustodyNotesTests {
  @Test func searchesThatWereGivenUpAreTold() throws {
    let scratch = try Scratch()
    let value = String(repeating: "a", count: 60) + "!"
    let path = try scratch.write("e.jsonl", Array("{\"EventID\":1,\"a\":\"\(value)\"}\n".utf8))
    let slow = TestRule.rule(1, "a|re: '^(([a-z])+.)+[A-Z]([a-z])+$'")
    let examined = try ExaminedCase([path], rules: slow, scratch)
    #expect(examined.findings.isEmpty)
    let notes = try #require(examined.reader.custody).notes
    #expect(notes.count == 1 && notes[0].path.isEmpty)
    #expect(notes.first?.text.hasPrefix("1 searches of regular expressions took too many steps") == true)
    let fast = TestRule.rule(1, "a|re: '^a+$'")
    #expect(try ExaminedCase([path], rules: fast, scratch, name: "fast").reader.custody?.notes.isEmpty == true)
  }
}
