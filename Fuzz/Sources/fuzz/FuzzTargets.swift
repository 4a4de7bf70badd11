/// Every fuzz target.
///
/// `Tests/ExaminationTests/FuzzListTests.swift` reads this file as text and checks that each reader of evidence stands in
/// it: keep each name and each `reads` a literal.
enum FuzzTargets {
  static let all: [FuzzTarget] = [
    FuzzTarget(
      name: "evtx-fast", share: 15, longest: 16_384,
      reads: ["EVTXChunkReader", "CanonicalTemplate", "EventXML", "EventJSON"],
      run: EVTXTargets.fast, seeds: EVTXSeeds.chunks),
    FuzzTarget(
      name: "evtx-plain", share: 5, longest: 16_384, reads: ["PlainDecoder", "FragmentReader"], run: EVTXTargets.plain,
      seeds: EVTXSeeds.chunks),
    FuzzTarget(
      name: "evtx-both", share: 4, longest: 16_384, reads: ["EVTXChunkReader", "PlainDecoder", "ValueText"],
      run: EVTXTargets.both, seeds: EVTXSeeds.chunks),
    FuzzTarget(
      name: "archive", share: 4, longest: 32_768,
      reads: [
        "EvidenceReader", "LibArchive", "ZipListing", "ArchiveLevel", "HintMembers", "Spool",
        "SevenZipParser", "UnpackedInput", "ZipSalvage",
      ],
      run: ArchiveTarget.run, seeds: ArchiveSeeds.archives),
    FuzzTarget(
      name: "seven-zip", share: 1, longest: 512, reads: ["SevenZipParser"], run: ArchiveListTarget.run,
      seeds: ArchiveListSeeds.lists),
    FuzzTarget(
      name: "collector-lists", share: 7, longest: 4096, reads: ["HintReader", "HintFile", "CSVTable", "SparseRanges"],
      run: LayoutTargets.lists, seeds: LayoutSeeds.lists),
    FuzzTarget(
      name: "names", share: 6, longest: 1024,
      reads: [
        "MemberName", "PercentEscape", "WindowsPath", "HostName", "VelociraptorLayout", "DFIRORCLayout",
        "ExchangeLogCollectorLayout", "TestProxyLogonLayout", "HealthCheckerLayout", "DriveFolderLayout",
        "PlainTreeLayout",
      ],
      run: LayoutTargets.names, seeds: LayoutSeeds.names),
    FuzzTarget(
      name: "json-events", share: 7, longest: 8192,
      reads: ["JSONEventReader", "JSONRecordParser", "JSONSourceText", "JSONFieldNames"], run: JSONTarget.run,
      seeds: JSONSeeds.events),
    FuzzTarget(
      name: "web-logs", share: 4, longest: 4096,
      reads: [
        "TextLogReader", "W3CLayout", "TextLogLayout", "IISLog", "NCSALog", "W3CLog", "LogClock", "PercentText",
      ],
      run: WebLogTarget.run, seeds: WebLogSeeds.logs),
    FuzzTarget(
      name: "exchange-logs", share: 4, longest: 4096,
      reads: [
        "TextLogReader", "ExchangeCSVLog", "ExchangeSetupLog", "ExchangeHeader", "CSVRecordSplitter",
        "PlainExchangeLog", "ItemText", "JSONMemberText", "QuotedText",
      ],
      run: ExchangeTarget.run, seeds: ExchangeSeeds.logs),
    FuzzTarget(
      name: "times", share: 5, longest: 64, reads: ["EventTimeText", "Timestamp"], run: TextTargets.time,
      seeds: TextSeeds.times),
    FuzzTarget(
      name: "text", share: 7, longest: 512, reads: ["ByteBuffer+Text", "ByteBuffer+JSON", "LetterCase"],
      run: TextTargets.decoding, seeds: TextSeeds.decoding),
    FuzzTarget(
      name: "shown-text", share: 6, longest: 512, reads: ["TerminalText", "ByteBuffer+CSV", "String+Display"],
      run: TextTargets.shown, seeds: TextSeeds.shown),
    FuzzTarget(
      name: "sigma-rules", share: 3, longest: 8192,
      reads: ["YAMLReader", "YAMLDocuments", "RuleFileReader", "DocumentParser", "DetectionParser", "RuleLinker"],
      run: SigmaTargets.rules, seeds: SigmaSeeds.rules),
    FuzzTarget(
      name: "sigma-condition", share: 2, longest: 512, reads: ["ConditionTree"], run: SigmaTargets.condition,
      seeds: SigmaSeeds.conditions),
    FuzzTarget(
      name: "sigma-correlation", share: 2, longest: 2048,
      reads: ["CorrelationParser", "CorrelationConditionParser", "FilterParser", "Correlator"],
      run: SigmaTargets.correlation, seeds: SigmaSeeds.correlations),
    FuzzTarget(
      name: "sigma-value", share: 3, longest: 512,
      reads: ["SigmaText", "ModifierStep", "Placeholders", "IPAddressText", "WindowsDash", "Regex"],
      run: SigmaTargets.value, seeds: SigmaSeeds.values),
    FuzzTarget(
      name: "sigma-match", share: 1, longest: 512, reads: ["RowMatcher", "RowText", "PatternDatabase", "Trigger"],
      run: SigmaMatchTarget.run, seeds: SigmaSeeds.matches),
    FuzzTarget(
      name: "indicator-feed", share: 2, longest: 4096,
      reads: [
        "IndicatorFeed", "IndicatorList", "IndicatorTable", "IndicatorCSV", "JSONDocument", "STIXBundle", "MISPEvents",
      ],
      run: IndicatorTargets.feed, seeds: IndicatorSeeds.feeds),
    FuzzTarget(
      name: "indicator-search", share: 1, longest: 512,
      reads: ["IndicatorIndex", "IndicatorBorder", "IndicatorTest+Search", "GramFilter"], run: IndicatorTargets.search,
      seeds: IndicatorSeeds.texts),
    FuzzTarget(
      name: "stix-pattern", share: 1, longest: 512, reads: ["STIXPattern"], run: IndicatorTargets.pattern,
      seeds: IndicatorSeeds.patterns),
    FuzzTarget(
      name: "log-sources", share: 3, longest: 2048, reads: ["LogSourceMap+YAML"], run: SigmaFileTargets.logSources,
      seeds: SigmaSeeds.logSources),
    FuzzTarget(
      name: "tuning", share: 1, longest: 2048, reads: ["Tuning", "RuleSelection"], run: SigmaFileTargets.tuning,
      seeds: SigmaSeeds.tunings),
    FuzzTarget(
      name: "rule-cache", share: 3, longest: 8192, reads: ["RuleSetCodec", "RuleSetDecoder"], run: StoreTargets.ruleSet,
      seeds: StoreSeeds.ruleSets),
    FuzzTarget(
      name: "match-block", share: 1, longest: 1024, reads: ["MatchBlock"], run: StoreTargets.matches,
      seeds: StoreSeeds.matches),
    FuzzTarget(
      name: "custody", share: 2, longest: 4096, reads: ["Custody+JSON"], run: StoreTargets.custody,
      seeds: StoreSeeds.custodies),
  ]

  static func named(_ name: String) -> FuzzTarget? { all.first { $0.name == name } }
}
