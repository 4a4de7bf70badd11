import Evidence
import Foundation
import Records
import Testing
import TextLogs

@testable import Examination
@testable import Sigma

/// A cache changes nothing but the time, whatever stands in it.
@Suite struct RuleCacheTests {
  private let scratch: Scratch
  private let folder: String
  private let rules: String

  init() throws {
    scratch = try Scratch()
    folder = scratch.path + "/cache"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try scratch.write("rules/one.yml", TestRule.rule(1, "a|contains: one\nb|re: '^x+$'"))
    try scratch.write(
      "rules/two.yml",
      TestRule.file(
        TestRule.rule(2, "a: [1, 2, 3]"), TestRule.rule(3, "a: null"),
        TestRule.correlation(4, "type: event_count\nrules: [rule2]\ntimespan: 1m\ncondition:\n  gte: 3")))
    rules = scratch.path + "/rules"
  }

  private func load(_ paths: [String]? = nil, cached: Bool = true) throws -> RuleLoader.Loaded {
    try RuleLoader.load(
      paths ?? [rules], cacheFolder: cached ? folder : nil, spool: Spool(folder: scratch.path + "/spool"))
  }

  /// What the cache itself says, without a look at what the files hold.
  private func cached(_ sha256: String) -> PreparedRules? {
    RuleCache(folder: folder, version: "", paths: [rules], builtin: []).prepared(sha256, nil)
  }

  private func files(_ prefix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasPrefix(prefix) }.sorted()
      .map { folder + "/" + $0 }
  }

  private func expectSound(_ place: SourceLocation = #_sourceLocation) throws {
    let (cached, plain) = (try load(), try load(cached: false))
    #expect(cached.set == plain.set, sourceLocation: place)
    #expect(cached.sha256 == plain.sha256, sourceLocation: place)
  }

  @Test func theSecondLoadEqualsTheFirst() throws {
    let first = try load()
    #expect(first.set.rules.count == 3 && first.set.correlations.count == 1)
    #expect(try files("rules-").count == 2)
    let last = try #require(try files("rules-last-").first)
    #expect(try String(contentsOfFile: last, encoding: .utf8).hasPrefix(first.sha256 + " "))
    for _ in 0..<3 { try expectSound() }
    #expect(cached(first.sha256)?.set == first.set)
    #expect(cached(String(repeating: "0", count: 64)) == nil)
  }

  /// Files that were changed just now may be changed again without a sign, so they are read each time.
  @Test func whatWasNotTouchedIsNotReadAgain() throws {
    let first = try load()
    let cache = RuleCache(folder: folder, version: "", paths: [rules], builtin: [])
    #expect(cache.unchanged([rules]).known?.sha256 == nil)
    Thread.sleep(forTimeInterval: 3.2)
    #expect(try load().sha256 == first.sha256)
    let known = try #require(cache.unchanged([rules]).known)
    #expect(known.sha256 == first.sha256 && known.prepared.set == first.set)
    try scratch.write("rules/one.yml", TestRule.rule(1, "a|contains: two"))
    #expect(cache.unchanged([rules]).known?.sha256 == nil)
  }

  @Test func aChangedFileIsNoticed() throws {
    let first = try load()
    try scratch.write("rules/one.yml", TestRule.rule(1, "a|contains: other"))
    try expectSound()
    #expect(try load().set.rules[0].expression != first.set.rules[0].expression)
    try scratch.write("rules/three.yml", TestRule.rule(5, "a: b"))
    try expectSound()
    #expect(try load().set.rules.count == 4)
    try FileManager.default.removeItem(atPath: rules + "/three.yml")
    try expectSound()
    #expect(try load().set.rules.count == 3)
    // A file of another name is another set, for messages name it.
    try FileManager.default.moveItem(atPath: rules + "/one.yml", toPath: rules + "/zero.yml")
    try expectSound()
  }

  @Test func damagedFilesAreAsIfTheyWereNotThere() throws {
    _ = try load()
    let path = try #require(try files("rules-").first { $0.hasSuffix(".bin") })
    let sound = [UInt8](try Data(contentsOf: URL(filePath: path)))
    #expect(sound.count > 200)
    for cut in [0, 1, 7, 8, 12, 23, 24, 25, sound.count / 2, sound.count - 1] {
      try Data(sound.prefix(cut)).write(to: URL(filePath: path))
      try expectSound()
    }
    for place in stride(from: 0, to: sound.count, by: 13) {
      var damaged = sound
      damaged[place] ^= 0x40
      try Data(damaged).write(to: URL(filePath: path))
      try expectSound()
    }
    try Data(sound + [0]).write(to: URL(filePath: path))
    try expectSound()
    // Each time the file was made anew.
    #expect([UInt8](try Data(contentsOf: URL(filePath: path))) == sound)
  }

  @Test func aLargeSetInPartsIsTheSame() throws {
    for file in 0..<5 {
      let documents = (0..<60).map { TestRule.rule(10 + file * 60 + $0, "a|contains: word\(file)x\($0)") }
      try scratch.write("rules/many\(file).yml", TestRule.file(documents))
    }
    let first = try load()
    #expect(first.set.rules.count == 303)
    let parts = try files("rules-").filter { $0.hasSuffix(".bin") }
    #expect(parts.count == PreparedRules.mostParts)
    let known = try #require(cached(first.sha256))
    #expect(known.set == first.set)
    // Each rule's program is where it was when the set was made ready at once.
    let rules = first.set.rules
    let chosen = [rules[0], rules[75], rules[76], rules[151], rules[152], rules[226], rules[227], rules[302]]
    for choice in [rules, chosen] { #expect(known.places(of: choice) == first.prepared.places(of: choice)) }
    let places = try #require(known.places(of: chosen))
    #expect(Set(places.map(\.shard)) == [0, 1, 2, 3])
    let (found, expected) = (try FoundWords(rules, known).found, try FoundWords(rules, first.prepared).found)
    #expect(found == expected)
    for part in parts {
      let sound = try Data(contentsOf: URL(filePath: part))
      try FileManager.default.removeItem(atPath: part)
      #expect(cached(first.sha256) == nil)
      try expectSound()
      #expect(try Data(contentsOf: URL(filePath: part)) == sound, "made anew")
      var damaged = sound
      damaged[sound.count / 2] ^= 1
      try damaged.write(to: URL(filePath: part))
      #expect(cached(first.sha256) == nil)
      try expectSound()
      #expect(try Data(contentsOf: URL(filePath: part)) == sound, "made anew")
    }
  }

  /// Each part is sound, and none is where it belongs.
  @Test func aPartInAnothersPlaceIsNotTaken() throws {
    for file in 0..<4 {
      let documents = (0..<60).map { TestRule.rule(10 + file * 60 + $0, "a: word\(file)x\($0)") }
      try scratch.write("rules/many\(file).yml", TestRule.file(documents))
    }
    let first = try load()
    let parts = try files("rules-").filter { $0.hasSuffix(".bin") }
    try FileManager.default.removeItem(atPath: parts[1])
    try FileManager.default.copyItem(atPath: parts[2], toPath: parts[1])
    #expect(cached(first.sha256) == nil)
    try expectSound()
    #expect(cached(first.sha256)?.set == first.set, "made anew")
  }

  @Test func aWrongNoteOfTheLastTimeDoesNoHarm() throws {
    let first = try load()
    let last = try #require(try files("rules-last-").first)
    let texts = [
      "", "x", String(repeating: "0", count: 64), String(repeating: "/", count: 64), first.sha256.uppercased(),
      first.sha256 + "\n", "../../" + String(repeating: "a", count: 58),
    ]
    for text in texts {
      try Data(text.utf8).write(to: URL(filePath: last))
      try expectSound()
    }
    #expect(try String(contentsOfFile: last, encoding: .utf8).hasPrefix(first.sha256 + " "))
    // The note names another set that is in the cache as well.
    let other = try scratch.write("other/r.yml", TestRule.rule(9, "z: z"))
    let others = try load([other])
    try Data(others.sha256.utf8).write(to: URL(filePath: last))
    try expectSound()
    #expect(try load().set.rules.count == 3)
  }

  @Test func aFolderThatCannotBeWrittenDoesNoHarm() throws {
    let loaded = try RuleLoader.load(
      [rules], cacheFolder: scratch.path + "/nowhere/at/all", spool: Spool(folder: scratch.path + "/spool"))
    #expect(loaded.set.rules.count == 3)
  }
}

/// Which rules find which words, each word in a row of its own.
private struct FoundWords {
  private(set) var found: [String] = []

  init(_ rules: [Rule], _ prepared: PreparedRules) throws {
    var matcher = RowMatcher(RuleIndex(rules, prepared: prepared, judgesUnknownSources: true))
    let words = (0..<5).flatMap { file in (0..<60).map { "word\(file)x\($0)" } }
    let lines = words.map { "{\"EventID\":1,\"a\":\"\($0)!\"}\n" }.joined()
    var reader = JSONEventReader()
    var found: [String] = []
    let bytes = Array(lines.utf8)
    _ = unsafe reader.read(block: bytes.span.bytes, at: 0, firstLine: 1, isLast: true) { head, schema, row in
      matcher.match(row, schema: schema) { found.append("\(head.number) \(rules[$0].id)") }
    }
    try #require(found.count >= words.count)
    self.found = found
  }
}
