import Evidence
import Testing

/// Whatever reads hostile bytes is fuzzed and stands in the documents.
@Suite struct FuzzListTests {
  /// Rooms that read what others wrote.
  private static let rooms: Set<String> = [
    "EVTX", "EVTXPlain", "TextLogs", "FileSystem", "Evidence", "Sigma", "CaseStore", "Exchange", "Sharing",
  ]
  private static let endings = ["Reader", "Decoder", "Parser", "Listing", "Layout", "Codec", "Documents"]
  /// Files named like a reader that read no bytes, and why.
  private static let others = [
    "CaseReader": "asks SQLite", "SchemaLayout": "is made from a schema",
  ]

  @Test func listIsRead() {
    #expect(FuzzList.targets.count >= 20)
    #expect(Set(FuzzList.targets.map(\.name)).count == FuzzList.targets.count)
    #expect(FuzzList.targets.allSatisfy { !$0.reads.isEmpty })
    #expect(FuzzList.targets.reduce(0) { $0 + $1.share } == 100)
  }

  @Test func everythingNamedLikeAReaderIsFuzzed() {
    let named = ProjectTree.sources.filter { file in
      Self.rooms.contains(file.room) && Self.endings.contains { file.name.hasSuffix($0) }
    }
    #expect(named.count >= 20)
    for file in named where Self.others[file.name] == nil {
      #expect(FuzzList.reads.contains(file.name), "\(file.room)/\(file.name).swift is in no fuzz target's 'reads'")
    }
  }

  @Test func whatIsFuzzedIsThere() {
    let names = Set(ProjectTree.sources.map(\.name))
    for name in FuzzList.reads.sorted() { #expect(names.contains(name), "no file \(name).swift") }
    for name in Self.others.keys.sorted() { #expect(names.contains(name), "no file \(name).swift") }
  }

  @Test func everyFormatIsFuzzedAndDocumented() {
    let formats = Set(
      ProjectTree.sources.filter { $0.text.contains("public static func recognizes(") }
        .map { String($0.name.prefix { $0 != "+" }) })
    #expect(formats.isSuperset(of: ["EVTXChunkReader", "JSONEventReader"]))
    let page = ProjectTree.text("docs/formats.md")
    for format in formats.sorted() {
      #expect(FuzzList.reads.contains(format), "\(format) is in no fuzz target's 'reads'")
      #expect(page.contains("`\(format)`"), "docs/formats.md does not name \(format)")
    }
  }

  @Test(arguments: Layouts.all.map(\.name)) func layoutIsDocumented(name: String) {
    #expect(ProjectTree.text("docs/formats.md").contains("| `\(name)` |"))
  }

  @Test(arguments: FuzzList.targets.map(\.name)) func targetIsDocumented(name: String) {
    #expect(ProjectTree.text("docs/fuzzing.md").contains("| `\(name)` |"))
  }
}
