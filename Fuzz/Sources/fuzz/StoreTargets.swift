import Bytes

@testable import CaseStore
@testable import Sigma

/// What we wrote ourselves and read again, from a cache folder or a case that somebody else may have had.
enum StoreTargets {
  /// An input is the body of a cached rule set; the header with its checksum is put in front.
  static func ruleSet(_ input: [UInt8]) {
    let file = RuleSetBytes.file(body: input)
    guard let set = try? RuleSetCodec.decode(file.rawSpan) else { return }
    let written = RuleSetCodec.encode(set)
    let again = try? RuleSetCodec.decode(written.rawSpan)
    require(again == set, "the rule set changed")
  }

  /// An input is a block of packed matches.
  static func matches(_ input: [UInt8]) {
    guard let matches = try? MatchBlock.matches(in: input, findingKey: 7) else { return }
    var block = MatchBlock()
    for match in matches { block.append(match) }
    require((try? MatchBlock.matches(in: block.bytes, findingKey: 7)) == matches, "the matches changed")
    _ = try? block.sorted(findingKey: 7)
    for match in matches { _ = match.time?.description }
  }

  /// An input is a `custody.json`.
  static func custody(_ input: [UInt8]) {
    guard let custody = try? Custody(json: input) else { return }
    for artifact in custody.artifacts { _ = artifact.account.isBalanced }
    do {
      let again = try Custody(json: custody.json)
      require(again.artifacts.count == custody.artifacts.count, "artifacts were lost")
    } catch {
      fatalError("cannot be read again: \(error)")
    }
  }
}

/// The layout of a cached rule set around its body.
enum RuleSetBytes {
  static func file(body: [UInt8]) -> [UInt8] {
    var file = ByteBuffer(capacity: body.count + 24)
    file.append(RuleSetCodec.magic)
    append(UInt64(RuleSetCodec.version), 4, to: &file)
    append(UInt64(CRC32.checksum(body.rawSpan)), 4, to: &file)
    append(UInt64(body.count), 8, to: &file)
    file.append(body)
    return file.array
  }

  private static func append(_ value: UInt64, _ count: Int, to file: inout ByteBuffer) {
    for step in 0..<count { file.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * step))) }
  }
}

/// Rule sets, matches and custody records to begin with.
enum StoreSeeds {
  static func ruleSets(_ data: String?) -> [Seed] {
    let texts =
      SigmaSeeds.rules(nil)
      + SigmaSeeds.correlations(nil).map { Seed($0.name, Array(SigmaSeeds.bases.utf8) + $0.bytes) }
    return texts.map { seed in
      let set = RuleSet.load([RuleFile(name: "a.yml", bytes: seed.bytes)])
      return Seed(seed.name, Array(RuleSetCodec.encode(set).dropFirst(RuleSetCodec.headerLength)))
    }
  }

  static func matches(_ data: String?) -> [Seed] {
    var block = MatchBlock()
    for number in 0..<12 {
      block.append(
        StoredMatch(
          findingKey: 7, artifact: number / 5, offset: UInt64(number) * 70_000, length: 512,
          number: UInt64(number) << 9,
          isLine: number % 2 == 0, ticks: number == 3 ? StoredMatch.noTime : 132_591_675_610_000_000 - Int64(number),
          digits: 7))
    }
    return [Seed("made", block.bytes)]
  }

  static func custodies(_ data: String?) -> [Seed] {
    Seed.made([
      #"{"state":"done","postern":"0.1","who":{"user":"a","host":"b"},"started":"2026-11-24T10:51:00Z","ended":null,"#
        + #""arguments":["postern"],"directory":"/","confinement":"none","rules":{"count":1,"sha256":"00","failed":0,"#
        + #""notRunnable":0,"files":[{"name":"a.yml","sha256":"00"}]},"evidence":[{"path":"a","kind":"file","size":5,"#
        + #""sha256":"00"}],"refused":[{"path":"b","reason":"c"}],"skips":{"count":1,"damagedBytes":2,"unknownBytes":3},"#
        + #""artifacts":[{"number":0,"path":"C:/a","source":"a!b","host":null,"size":9,"sha256":"00","modified":null,"#
        + #""format":"evtx","understood":9,"damaged":0,"unknown":0}]}"#
    ])
  }
}
