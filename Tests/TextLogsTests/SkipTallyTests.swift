import Model
import Records
import Testing

@Suite("Skips that are too many to keep")
struct SkipTallyTests {
  private func skip(_ number: Int, _ kind: Skip.Kind) -> Skip {
    Skip(kind, offset: UInt64(number * 10), length: 3, reason: "made")
  }

  @Test func theFirstThatIsNotKeptIsRemembered() {
    var tally = SkipTally()
    for number in 0..<SkipTally.mostKept { tally.add(skip(number, .damaged)) }
    #expect(tally.firstMore == nil && tally.moreCount == 0)
    tally.add(skip(SkipTally.mostKept, .unknown))
    tally.add(skip(SkipTally.mostKept + 1, .damaged))
    #expect(tally.firstMore == UInt64(SkipTally.mostKept * 10))
    #expect(tally.moreCount == 2)
    #expect(tally.damagedBytes == UInt64(3 * (SkipTally.mostKept + 1)) && tally.unknownBytes == 3)
  }

  @Test(arguments: [0, 60, 100]) func addedTalliesKnowItToo(already: Int) {
    var one = SkipTally()
    for number in 0..<already { one.add(skip(number, .damaged)) }
    var next = SkipTally()
    for number in already..<already + 130 { next.add(skip(number, .damaged)) }
    one.add(next)
    #expect(one.count == already + 130)
    #expect(one.firstMore == UInt64(SkipTally.mostKept * 10))
  }
}
