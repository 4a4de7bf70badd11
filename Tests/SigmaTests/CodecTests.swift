import Bytes
import Model
import Sigma
import Testing

@Suite struct CodecTests {
  /// One of everything.
  static let sample: RuleSet = {
    let one = HeaderTests.full
    let two = RuleText.selecting(
      """
      A|contains|cased: 'a*b?c'
      B|re|i|m|s: x
      C: null
      D|exists: false
      E|cidr: 2001:db8::/32
      F|gte: 0.5
      G|fieldref|startswith|cased: H
      I|week: 7
      '|all': [one, two]
      """)
    let three = CorrelationTests.documents(
      """
      type: temporal
      rules: [one, two]
      group-by: [x, y]
      timespan: 5m
      aliases: {x: {one: A, two: B}, y: {one: C}}
      condition: one and not (two or one)
      """)
    let four = CorrelationTests.correlation(
      "type: value_percentile\nrules: [one]\ntimespan: 1h\ncondition: {field: A, gt: 1.5, lt: 3}"
    ).replacing("000000099", with: "000000077")
    let filter = "title: f\nlogsource: {product: windows}\nfilter: {rules: any, s: {U: v}, condition: not s}"
    let broken = RuleText.selecting("A|wrogn: x").replacing("0001", with: "0009")
    let linux = RuleText.rule("s: {A: 1}\ncondition: s", logSource: "product: linux").replacing("0001", with: "0008")
    return RuleText.load([one, two, three, four, filter, broken, linux].joined(separator: "\n---\n"))
  }()

  @Test func sampleHasOneOfEverything() {
    let set = Self.sample
    #expect(set.rules.count == 4)
    #expect(set.correlations.count == 2)
    #expect(set.filterCount == 1)
    #expect(set.failed.count == 1)
    #expect(set.notRunnable.count == 1)
    #expect(!set.warnings.isEmpty)
  }

  @Test func whatIsWrittenIsReadAgain() throws {
    let bytes = RuleSetCodec.encode(Self.sample)
    #expect(try decoded(bytes) == Self.sample)
  }

  @Test func emptySetIsReadAgain() throws {
    let bytes = RuleSetCodec.encode(RuleSet())
    #expect(try decoded(bytes) == RuleSet())
  }

  @Test func writingIsTheSameEachTime() {
    #expect(RuleSetCodec.encode(Self.sample) == RuleSetCodec.encode(Self.sample))
  }

  @Test func everyCutIsRefused() {
    let bytes = RuleSetCodec.encode(Self.sample)
    for length in bytes.indices {
      let cut = Array(bytes[..<length])
      #expect(throws: RuleSetCodec.Failure.self) { try decoded(cut) }
    }
  }

  @Test func otherVersionIsRefused() {
    var bytes = RuleSetCodec.encode(Self.sample)
    bytes[8] &+= 1
    #expect(throws: RuleSetCodec.Failure.otherVersion(UInt32(bytes[8]))) { try decoded(bytes) }
    #expect(throws: RuleSetCodec.Failure.notARuleSet) { try decoded([1, 2, 3]) }
  }

  @Test func changedByteIsFoundByTheChecksum() {
    var bytes = RuleSetCodec.encode(Self.sample)
    bytes[bytes.count / 2] ^= 1
    #expect(throws: RuleSetCodec.Failure.damaged(offset: 12)) { try decoded(bytes) }
  }

  /// Changed bytes with a checksum that fits them: a hostile cache.
  ///
  /// Decoding ends, with a set or an error.
  @Test func hostileBytesEndWithAValue() {
    let bytes = RuleSetCodec.encode(Self.sample)
    var random = SeededGenerator(seed: 3)
    var refused = 0
    for _ in 0..<3000 {
      var body = random.mutated(Array(bytes[24...]))
      if Bool.random(using: &random) { body = Array(body.prefix(Int.random(in: 0...body.count, using: &random))) }
      do { _ = try decoded(Self.forged(body)) } catch { refused += 1 }
    }
    #expect(refused > 1000)
  }

  /// Found by fuzzing: a set with a NaN was read, and was not equal to itself.
  @Test func notANumberIsRefused() throws {
    let body = Array(RuleSetCodec.encode(Self.sample).dropFirst(24))
    let half: [UInt8] = [0, 0, 0, 0, 0, 0, 0xE0, 0x3F]
    let place = try #require((0..<body.count - 8).first { Array(body[$0..<$0 + 8]) == half })
    #expect(try decoded(Self.forged(body)) == Self.sample)
    let changed = Array(body[..<place]) + [0, 0, 0, 0, 0, 0, 0xF8, 0x7F] + Array(body[(place + 8)...])
    #expect(throws: RuleSetCodec.Failure.damaged(offset: 24 + place + 8)) { try decoded(Self.forged(changed)) }
  }

  /// A cached rule set around a body, its checksum right.
  private static func forged(_ body: [UInt8]) -> [UInt8] {
    Array(RuleSetCodec.encode(RuleSet())[..<12]) + littleEndian(UInt64(checksum(body)), 4)
      + littleEndian(UInt64(body.count), 8) + body
  }

  private static func checksum(_ bytes: [UInt8]) -> UInt32 {
    var buffer = ByteBuffer()
    buffer.append(bytes)
    return CRC32.checksum(buffer.bytes)
  }

  private static func littleEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
  }
}

/// A rule set from bytes in an array.
func decoded(_ bytes: [UInt8]) throws -> RuleSet {
  var buffer = ByteBuffer()
  buffer.append(bytes)
  return try RuleSetCodec.decode(buffer.bytes)
}
