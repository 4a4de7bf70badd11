import Bytes
import Detection
import Sigma

/// Sigma rules as files, and parts of them.
enum SigmaTargets {
  /// An input is a file of rules.
  static func rules(_ input: [UInt8]) { check(load(input)) }

  /// An input is the condition of a sound rule.
  static func condition(_ input: [UInt8]) {
    let text = YAMLText.quoted(String(decoding: input, as: UTF8.self))
    check(load(Array((SigmaSeeds.head + "  condition: \(text)\n").utf8)))
  }

  /// An input is a document beside two sound rules; what correlations it makes are run over a few events.
  static func correlation(_ input: [UInt8]) {
    let set = load(Array(SigmaSeeds.bases.utf8) + input)
    check(set)
    var correlator = Correlator(set.correlations)
    for number in 0..<24 {
      let id = set.rules[number % 2 == 0 ? 0 : set.rules.count - 1].id
      let values = correlator.neededFields(forRule: id).indices.map { ["a", "1.5", nil, "b"][(number + $0) % 4] }
      let ticks = 132_591_675_610_000_000 + Int64(number) * 20_000_000
      correlator.add(rule: id, ticks: ticks, sequence: UInt64(number), values: values)
    }
    let outcome = correlator.finish()
    for result in outcome.results { _ = outcome.events(of: result) }
  }

  /// An input is the modifiers of a field, a line end, and its value.
  static func value(_ input: [UInt8]) {
    let parts = input.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return }
    let modifiers = String(
      decoding: parts[0].filter { $0 == 0x7C || 0x61...0x7A ~= $0 || 0x30...0x39 ~= $0 }, as: UTF8.self)
    let text = String(decoding: parts[1], as: UTF8.self)
    let rule = SigmaSeeds.rule("'Field\(modifiers.isEmpty ? "" : "|" + modifiers)': \(YAMLText.quoted(text))")
    let options = RuleLoadingOptions(placeholders: ["one": [text, "b*"]])
    check(RuleSet.load([RuleFile(name: "input.yml", bytes: Array(rule.utf8))], options: options))
  }

  private static func load(_ bytes: [UInt8]) -> RuleSet { RuleSet.load([RuleFile(name: "input.yml", bytes: bytes)]) }

  /// What was loaded survives the cache, and what was not is told without a character that steers a terminal.
  private static func check(_ set: RuleSet) {
    let bytes = RuleSetCodec.encode(set)
    let again = try? RuleSetCodec.decode(bytes.rawSpan)
    require(again == set, "the rule set changed in the cache")
    for problem in set.failed + set.notRunnable + set.warnings {
      let steers = problem.text.unicodeScalars.contains { $0 != "\n" && ($0.value < 0x20 || 0x7F...0x9F ~= $0.value) }
      require(!steers, "control characters: \(problem.text.debugDescription)")
    }
    _ = RuleCheckReport(set).json
    _ = RuleCheckReport(set).text
  }
}

/// Files that steer the rules: log sources and exclusions.
enum SigmaFileTargets {
  static func logSources(_ input: [UInt8]) {
    guard let map = try? LogSourceMap(yaml: input) else { return }
    for (category, service) in [("process_creation", nil), (nil, "security"), ("a", "b")] as [(String?, String?)] {
      let source = LogSource(category: category, product: "windows", service: service)
      _ = map.variants(for: source)
      _ = map.answer(for: source)
    }
  }

  static func tuning(_ input: [UInt8]) {
    do {
      let tuning = try Tuning(yaml: RuleFile(name: "postern.yml", bytes: input))
      let set = RuleSet.load([RuleFile(name: "rules/windows/a.yml", bytes: Array(SigmaSeeds.bases.utf8))])
      _ = set.selecting(RuleSelection(), excluding: tuning.active(on: "2026-11-24"))
      _ = tuning.expired(on: "2026-11-24")
    } catch {
      _ = error.description
    }
  }
}
