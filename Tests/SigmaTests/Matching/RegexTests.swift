import Bytes
import Dispatch
import Synchronization
import Testing

@testable import Sigma

@Suite struct RegexTests {
  @Test(arguments: [("^evil[0-9]+$", true), ("[", false)])
  func threadsThatNeedAnExpressionAtOnceAllFindTheSame(_ pattern: String, _ isFound: Bool) {
    for _ in 0..<40 {
      let regex = Regex(RegexPattern(pattern: pattern))
      let found = Mutex<[Bool]>([])
      let text = Array("evil42".utf8)
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        let answer = regex.isFound(in: text.rawSpan, RegexScratch())
        found.withLock { $0.append(answer) }
      }
      #expect(found.withLock { $0 } == [Bool](repeating: isFound, count: 4))
    }
  }

  @Test func anAbandonedSearchIsCountedAndFindsNothing() {
    let hard = RegexPattern(pattern: "^(?:a|aa|aaa)+$")
    let rules = [
      Rule(
        id: "hard", title: "", logSource: LogSource(product: "windows"),
        expression: .atom(Atom(field: "x", test: .regex(hard))), origin: Origin(file: "", line: 1))
    ]
    let block = MadeBlock([
      [MadeRowField("x", String(repeating: "a", count: 200) + "b")], [MadeRowField("x", "aaa")],
      [MadeRowField("x", "b")],
    ])
    var matcher = RowMatcher(RuleIndex(rules))
    var found: [[Int]] = []
    block.forEach { row, view in found.append(matcher.matches(view, row.schema)) }
    #expect(found == [[], [0], []])
    let abandoned = matcher.abandonedSearchCount
    #expect(abandoned == 1)
  }
}
