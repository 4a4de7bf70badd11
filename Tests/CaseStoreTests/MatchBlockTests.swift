import Testing

@testable import CaseStore

@Suite struct MatchBlockTests {
  private static let extremes = [
    StoredMatch(
      findingKey: 7, artifact: 0, offset: 0, length: 0, number: 0, isLine: false, ticks: StoredMatch.noTime, digits: 0),
    StoredMatch(
      findingKey: 7, artifact: 0, offset: .max, length: .max, number: .max, isLine: true, ticks: .max, digits: 7),
    StoredMatch(findingKey: 7, artifact: 3, offset: 1, length: 1, number: 0, isLine: false, ticks: .min + 1, digits: 3),
    StoredMatch(
      findingKey: 7, artifact: 1_000_000, offset: 4608, length: 512, number: 12, isLine: false,
      ticks: StoredMatch.noTime, digits: 7),
    StoredMatch(
      findingKey: 7, artifact: 1_000_000, offset: 5120, length: 512, number: 13, isLine: false, ticks: 1, digits: 7),
  ]

  @Test func everyValueComesBack() throws {
    var block = MatchBlock()
    for match in Self.extremes { block.append(match) }
    #expect(try MatchBlock.matches(in: block.bytes, findingKey: 7) == Self.extremes)
    #expect(block.count == Self.extremes.count)
    #expect(block.isSorted)
  }

  @Test func matchesInEvidenceOrderTakeFewBytes() {
    var block = MatchBlock()
    for place in 0..<1000 { block.append(.sample(0, at: UInt64(place), seconds: Int64(place))) }
    #expect(block.bytes.count < 14 * 1000)
  }

  @Test func disorderIsNoticedAndSorted() throws {
    var block = MatchBlock()
    for place: UInt64 in [5, 2, 9, 2] { block.append(.sample(0, at: place)) }
    #expect(!block.isSorted)
    let sorted = try block.sorted(findingKey: 0)
    #expect(try MatchBlock.matches(in: sorted.bytes, findingKey: 0).map(\.number) == [3, 3, 6, 10])
    #expect(sorted.first?.number == 3)
  }

  @Test func cutBytesAreAnErrorAndNotACrash() {
    var block = MatchBlock()
    for match in Self.extremes { block.append(match) }
    let ends = Set(
      Self.extremes.indices.map { count in
        var part = MatchBlock()
        for match in Self.extremes[...count] { part.append(match) }
        return part.bytes.count
      })
    for end in 1..<block.bytes.count where !ends.contains(end) {
      #expect(throws: MatchBlockDamaged.self) {
        try MatchBlock.matches(in: Array(block.bytes[..<end]), findingKey: 7)
      }
    }
  }

  @Test func endlessNumberIsAnError() {
    #expect(throws: MatchBlockDamaged.self) {
      try MatchBlock.matches(in: [UInt8](repeating: 0xFF, count: 64), findingKey: 0)
    }
  }
}
