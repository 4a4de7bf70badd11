import Foundation
import Sigma
import Testing

/// The whole of SigmaHQ's archive of August 2026.
@Suite(.enabled(if: SharedArchive.isPresent, "the development data or unzip is not here"))
struct ArchiveTests {
  private static let mainFolders = ["rules/", "rules-emerging-threats/", "rules-threat-hunting/", "rules-compliance/"]

  @Test func nothingInTheMainFoldersIsRefused() {
    let failed = SharedArchive.ruleSet.failed.filter { problem in
      Self.mainFolders.contains { problem.file.hasPrefix($0) }
    }
    #expect(failed.isEmpty, "\(failed.map(\.text).joined(separator: "\n"))")
  }

  @Test func everyDocumentIsInOneList() {
    let set = SharedArchive.ruleSet
    let report = RuleCheckReport(set)
    #expect(SharedArchive.files.count == 4039)
    // One rule for each file, and one more for two of the three collections.
    #expect(report.rules == 4041)
    let named = Set(set.rules.map(\.origin.file) + set.failed.map(\.file) + set.notRunnable.map(\.file))
    #expect(named.count == SharedArchive.files.count)
  }

  @Test func windowsRulesRun() {
    let set = SharedArchive.ruleSet
    let windows = set.rules.filter { $0.logSource.product == "windows" }
    #expect(windows.count > 2900)
    #expect(set.rules.allSatisfy { !$0.title.isEmpty && $0.level != nil })
    let reasons = Set(
      set.notRunnable.filter { problem in Self.mainFolders.contains { problem.file.hasPrefix($0) } }.map(\.reason))
    #expect(!reasons.contains { $0.contains("service") && $0.contains("not known") && $0.contains("windows") })
  }

  @Test func theExchangeRulesAreThere() {
    let names = [
      "win_exchange_proxylogon_oabvirtualdir", "win_exchange_proxyshell_certificate_generation",
      "win_exchange_proxyshell_mailbox_export", "win_exchange_transportagent",
      "win_exchange_set_oabvirtualdirectory_externalurl",
    ]
    for name in names {
      #expect(SharedArchive.ruleSet.rules.contains { $0.origin.file.hasSuffix("/\(name).yml") }, "\(name)")
    }
  }

  @Test func oldAggregationsArePlacedInNotRunnable() {
    let old = SharedArchive.ruleSet.notRunnable.filter { $0.reason.contains("old aggregation") }
    #expect(old.count > 20)
    #expect(old.allSatisfy { $0.file.hasPrefix("unsupported/") || $0.file.hasPrefix("deprecated/") })
  }

  @Test func codecKeepsEverything() throws {
    let set = SharedArchive.ruleSet
    let bytes = RuleSetCodec.encode(set)
    let again = try decoded(bytes)
    #expect(again == set)
  }

  @Test func loadingTwiceGivesTheSame() {
    let some = Array(SharedArchive.files.prefix(400))
    #expect(RuleSetCodec.encode(RuleSet.load(some)) == RuleSetCodec.encode(RuleSet.load(some)))
  }

  /// Seeded changes of bytes in every tenth file: whatever comes of them, it comes as a value.
  @Test func mutatedFilesNeverCrash() {
    var random = SeededGenerator(seed: 7)
    let files = SharedArchive.files.enumerated().filter { $0.offset % 10 == 0 && $0.element.bytes.count < 20_000 }
      .map { RuleFile(name: $0.element.name, bytes: random.mutated($0.element.bytes)) }
    let report = RuleCheckReport(RuleSet.load(files))
    #expect(report.rules >= files.count)
  }

  @Test(.enabled(if: !SharedArchive.semantics.isEmpty, "the acceptance cases are not here"))
  func acceptanceCasesLoadOrAreRefusedAsTheyShould() {
    for (name, file) in SharedArchive.semantics {
      let set = RuleSet.load([file])
      let isRefused = name.hasPrefix("27-")
      #expect(set.failed.isEmpty != isRefused, "\(name)")
      #expect(set.notRunnable.isEmpty, "\(name)")
    }
    #expect(SharedArchive.semantics.count >= 27)
  }
}
