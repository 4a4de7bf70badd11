import Evidence
import Foundation
import Sigma
import Testing

@testable import Examination

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
    // The set really comes from the cache: it is as it was encoded, though the file's time says nothing.
    let second = try load()
    #expect(second.set == first.set && second.prepared !== first.prepared)
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
    try expectSound()
    for part in parts {
      let sound = try Data(contentsOf: URL(filePath: part))
      try FileManager.default.removeItem(atPath: part)
      try expectSound()
      #expect(try Data(contentsOf: URL(filePath: part)) == sound, "made anew")
      var damaged = sound
      damaged[sound.count / 2] ^= 1
      try damaged.write(to: URL(filePath: part))
      try expectSound()
      #expect(try Data(contentsOf: URL(filePath: part)) == sound, "made anew")
    }
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
