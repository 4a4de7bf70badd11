import FoundationEssentials
import Model
import Testing

@testable import CaseStore

@Suite struct CaseWriterTests {
  private func finishedCase(_ scratch: ScratchFolder) throws {
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    try writer.add(.sample(0, skips: [Skip(.damaged, offset: 4096, length: 100, reason: "record size is 0")]))
    try writer.add(.sample(1))
    try writer.add(
      SourceCoverage(
        host: "mail01.example.org", source: "Security", artifact: Artifact.sample(0).path, recordCount: 42,
        from: Timestamp(unixSeconds: 1_614_748_761), to: Timestamp(unixSeconds: 1_614_835_161, digits: 3),
        gaps: [SourceCoverage.Gap(from: Timestamp(unixSeconds: 1_614_750_000), to: nil, why: "record numbers jump")]))
    let matches = (0..<30).map { StoredMatch.sample(0, at: UInt64($0), seconds: Int64($0)) }
    try writer.add(matches + [.sample(1, artifact: 1, at: 2), .sample(1, at: 3, seconds: 3)])
    for match in matches.prefix(5) { try writer.add(.sample(["alpha", "C:\\Temp\\x.exe"], match: match), for: match) }
    try writer.finish(
      findings: [.sample(0, count: 30), .sample(1, count: 2, severity: .low)], assessment: Array("{}\n".utf8),
      custody: .sample, files: [(name: "reports/findings.csv", bytes: Array("a\r\n".utf8))])
  }

  @Test func whatWasWrittenIsReadBack() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let reader = try CaseReader(scratch.casePath)
    #expect(reader.isFinished)
    let findings = try reader.findings()
    #expect(findings.map(\.id) == ["F-00001", "F-00002"])
    #expect(findings[0].citations.count == 20)
    #expect(findings[0].citations[1].offset == 5120)
    #expect(findings[0].citations[0].sha256 == Artifact.sample(0).sha256)
    #expect(findings[0].citations[0].time == Timestamp(unixSeconds: 1_614_748_761, digits: 7))
    var expected = FindingDraft.sample(0, count: 30).finding
    expected.citations = findings[0].citations
    #expect(findings[0] == expected)
    #expect(
      try reader.artifacts() == [
        .sample(0, skips: [Skip(.damaged, offset: 4096, length: 100, reason: "record size is 0")]), .sample(1),
      ])
    #expect(reader.assessment == Array("{}\n".utf8))
  }

  @Test func coverageAndItsGapsAreReadBack() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let coverage = try CaseReader(scratch.casePath).coverage()
    #expect(coverage.count == 1)
    #expect(coverage.first?.recordCount == 42)
    #expect(coverage.first?.to?.digits == 3)
    #expect(coverage.first?.gaps.map(\.why) == ["record numbers jump"])
    #expect(coverage.first?.gaps.first?.to == nil)
  }

  @Test func allCitationsAreKeptAndCountedByLevel() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let reader = try CaseReader(scratch.casePath)
    #expect(try reader.findings(citations: nil).map(\.citations.count) == [30, 2])
    #expect(try reader.findings(citations: 0).map(\.citations.count) == [0, 0])
    #expect(try reader.findings(minLevel: .high).map(\.id) == ["F-00001"])
  }

  @Test func citationsStandInEvidenceOrder() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let second = try CaseReader(scratch.casePath).findings(citations: nil)[1]
    #expect(second.citations.map(\.artifact) == [Artifact.sample(0).path, Artifact.sample(1).path])
  }

  @Test func findingAndCitationAreFoundByName() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let reader = try CaseReader(scratch.casePath)
    #expect(try reader.cited("F-00001").citation.offset == 4608)
    let third = try reader.cited("F-00001.3")
    #expect(third.citation.offset == 5632)
    #expect(third.artifact.source == "mail01.zip!Log0.evtx")
    #expect(third.event?["Field0"] == "alpha")
    #expect(try reader.cited("F-00001.30").event == nil)
  }

  @Test(arguments: ["F-00001.31", "F-00001.0", "F-00001.x", "F-00099", "", ".", "F-00001."])
  func unknownNamesAreRefused(id: String) throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let reader = try CaseReader(scratch.casePath)
    #expect(throws: CaseError.unknownID(id, case: scratch.casePath)) { try reader.cited(id) }
  }

  @Test func timelineHasEachEventOnceInTimeOrder() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let reader = try CaseReader(scratch.casePath)
    let timeline = try reader.timeline()
    // Thirty matches of the first finding; one of the second is the fourth of them; one has no time.
    #expect(timeline.count == 31)
    #expect(try reader.timelineCount() == 31)
    #expect(timeline[3].findings.map(\.id) == ["F-00001", "F-00002"])
    #expect(timeline[3].severity == .high)
    #expect(timeline.last?.event.time == nil)
    #expect(timeline.prefix(6).map(\.hasFields) == [true, true, true, true, true, false])
    #expect(timeline[5].event.channel == "Security")
  }

  @Test func textOfKeptEventsIsFound() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let reader = try CaseReader(scratch.casePath)
    #expect(try reader.search("ALPHA temp\\x.exe").count == 5)
    #expect(try reader.search("alpha", limit: 2).map(\.citation.offset) == [4608, 5120])
    #expect(try reader.search("beta").isEmpty)
    // Operators of the query language are plain words here.
    #expect(try reader.search("alpha NOT \"").isEmpty)
    #expect(try reader.search("   ").isEmpty)
  }

  @Test func custodyRecordSaysWhatWasDone() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let custody = try #require(try CaseReader(scratch.casePath).custody)
    #expect(custody.state == .done)
    #expect(custody.who.user == "analyst")
    #expect(custody.ended != nil)
    #expect(custody.evidence == Custody.sample.evidence)
    #expect(custody.artifacts.map(\.number) == [0, 1])
    #expect(custody.artifacts[0].account.damaged == 100)
    #expect(custody.skips == Custody.Skips(count: 1, damagedBytes: 100, unknownBytes: 0))
  }

  @Test func finishedCaseIsOneFileWithoutSideFiles() throws {
    let scratch = try ScratchFolder()
    try finishedCase(scratch)
    let names = CaseFolder.names(in: scratch.casePath)
    #expect(names == ["assessment.json", "case.sqlite", "custody.json", "reports"])
  }

  @Test func manyBlocksOfOneFindingStayInOrder() throws {
    let scratch = try ScratchFolder()
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    try writer.add(.sample(0))
    // Written from the end to the start, in batches: the blocks overlap in nothing and come in the wrong order.
    for batch in (0..<20).reversed() {
      try writer.add((0..<500).map { .sample(0, at: UInt64(batch * 500 + $0)) })
    }
    try writer.finish(findings: [.sample(0, count: 10_000)], assessment: [], custody: .sample)
    let reader = try CaseReader(scratch.casePath)
    let offsets = try reader.findings(citations: nil)[0].citations.map(\.offset)
    #expect(offsets.count == 10_000)
    #expect(offsets == offsets.sorted())
    #expect(try reader.findings(citations: 3)[0].citations.map(\.offset) == [4608, 5120, 5632])
  }

  @Test func onlyTheFirstEventsOfAFindingAreKept() throws {
    let scratch = try ScratchFolder()
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    try writer.add(.sample(0))
    for place in 0..<(CaseWriter.eventsPerFinding + 5) {
      let match = StoredMatch.sample(0, at: UInt64(place), seconds: 0)
      #expect(writer.wantsEvent(for: 0) == (place < CaseWriter.eventsPerFinding))
      try writer.add([match])
      try writer.add(.sample(["v"], match: match), for: match)
    }
    try writer.finish(
      findings: [.sample(0, count: CaseWriter.eventsPerFinding + 5)], assessment: [], custody: .sample)
    let timeline = try CaseReader(scratch.casePath).timeline()
    #expect(timeline.count { $0.hasFields } == CaseWriter.eventsPerFinding)
    #expect(timeline.count == CaseWriter.eventsPerFinding + 5)
  }

  @Test func artifactWhoseBytesDoNotAddUpIsRefused() throws {
    let scratch = try ScratchFolder()
    let writer = try CaseWriter.begin(folder: scratch.casePath, custody: .sample)
    var artifact = Artifact.sample(0)
    artifact.account.understood -= 1
    #expect(throws: CaseError.self) { try writer.add(artifact) }
  }

  @Test func hugeValueIsKeptInPartAndSaysSo() throws {
    let long = String(repeating: "ä", count: EventText.valueLimit)
    let kept = EventText.limited(long)
    #expect(kept.utf8.count < EventText.valueLimit)
    #expect(kept.hasSuffix(" … (131072 bytes in all)"))
    #expect(EventText.limited("short") == "short")
  }
}
