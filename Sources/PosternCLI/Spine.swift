internal import Bytes
internal import CaseStore
internal import Detection
internal import Evidence
internal import Examination
internal import Foundation
internal import Glibc
internal import Model
internal import Reports
internal import Sigma

/// The doors from the command line to the examination: one function for each command that opens evidence or rules.
enum Spine {
  /// The date of what this build knows of the world.
  private static let knowledgeDate = "2026-11-24"

  /// `postern examine`: evidence in, case out.
  ///
  /// Returns how many seconds it took.
  static func examine(
    _ request: ExamineRequest, progress: @escaping @Sendable (Reports.Progress) -> Void, notice: (String) -> Void
  ) throws -> Int {
    let started = Date()
    let person = Custody.Person(user: NSUserName(), host: hostName())
    let cache = cacheFolder()
    let claim = try CaseFolder(request.casePath).claim()
    let spool = spool(depth: Limits().depth)
    let report = confine(
      reading: request.paths + request.rules.paths + request.indicators + [
        request.passwordFile, request.rules.configuration,
      ],
      writing: [request.casePath, cache])
    for line in report.lines { notice(line) }
    let loaded = try RuleLoader.load(
      request.rules.paths, withBuiltin: request.rules.usesBuiltin, cacheFolder: cache, version: ProgramVersion.text,
      spool: spool)
    KeptAlive.keep(loaded.prepared)
    let selection = try selected(loaded.set, request.rules)
    let rules = selection.set
    for problem in loaded.set.failed { notice(problem.text) }
    let indicators = try IndicatorLoader.load(request.indicators, spool: spool)
    for problem in indicators.problems { notice(problem) }
    let examination = Examination(
      Examination.Request(
        paths: request.paths, claim: claim, rules: rules, partsOnly: selection.partsOnly, prepared: loaded.prepared,
        rulesHash: loaded.sha256,
        limits: limits(request.limits), passwords: try passwords(request.passwordFile),
        jobs: request.jobs ?? ProcessInfo.processInfo.activeProcessorCount, carvesRecords: request.carvesRecords,
        looksTwiceAtAll: request.checksAllCitations, cacheFolder: cache,
        custody: custody(request, loaded, rules, indicators, started, person, report),
        knowledgeDate: knowledgeDate, indicators: indicators.set,
        behaviors: behaviors(request.rules)))
    let notes = try examination.run { state in
      progress(
        Reports.Progress(
          bytesDone: state.bytesDone, bytesTotal: state.bytesTotal, recordCount: state.recordCount,
          refusedCount: state.refusedCount, ruleCount: state.ruleCount, current: state.current,
          seconds: Date().timeIntervalSince(started)))
    }
    for note in notes { StandardStream.error.writeLine("postern: " + TerminalOptions.harmless(note)) }
    return Int(Date().timeIntervalSince(started).rounded())
  }

  /// What profiles are asked about belongs to our own rules.
  private static func behaviors(_ choice: RuleChoice) -> [Behavior] {
    guard choice.usesBuiltin else { return [] }
    let selection = selection(choice)
    return Behavior.all.filter { selection.takes(check: $0.path, detection: $0.detection, level: $0.severity) }
  }

  private static func selection(_ choice: RuleChoice) -> RuleSelection {
    let isAskedFor = choice.minLevel != nil || !choice.include.isEmpty
    return RuleSelection(
      minimumLevel: choice.minLevel, statuses: Set(choice.statuses), include: choice.include.map(RulePattern.init),
      exclude: choice.exclude.map(RulePattern.init), quietFolder: isAskedFor ? nil : RuleLoader.builtinFolder)
  }

  private static func selected(_ set: RuleSet, _ choice: RuleChoice) throws -> SelectedRules {
    let selection = selection(choice)
    var exclusions: [Exclusion] = []
    if let path = choice.configuration {
      let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
      let tuning = try Tuning(yaml: RuleFile(name: path, bytes: bytes))
      exclusions = tuning.active(on: String("\(now())".prefix(10)))
    }
    return set.selecting(selection, excluding: exclusions)
  }

  private static func custody(
    _ request: ExamineRequest, _ loaded: RuleLoader.Loaded, _ rules: RuleSet, _ indicators: IndicatorLoader.Loaded,
    _ started: Date, _ who: Custody.Person, _ confinement: Confinement.Report
  ) -> Custody {
    let builtin = request.rules.usesBuiltin ? [Custody.Given(path: "builtin", kind: "builtin")] : []
    var custody = Custody(
      version: ProgramVersion.text,
      who: who,
      started: Timestamp(unixSeconds: Int64(started.timeIntervalSince1970)), arguments: request.arguments,
      directory: FileManager.default.currentDirectoryPath, confinement: confinement.sentence,
      evidence: request.paths.map { Custody.Given(path: $0, kind: isFolder($0) ? "folder" : "file") },
      rules: Custody.Rules(
        count: rules.rules.count + rules.correlations.count, sha256: loaded.sha256, failed: loaded.set.failed.count,
        notRunnable: loaded.set.notRunnable.count,
        files: builtin + request.rules.paths.map { Custody.Given(path: $0, kind: isFolder($0) ? "folder" : "file") }))
    custody.indicators = indicators.custody(at: custody.started)
    let held = limits(request.limits)
    custody.limits = Custody.ArchiveLimits(
      entries: held.entries, totalBytes: held.totalBytes, memberBytes: held.memberBytes, ratio: held.ratio,
      depth: held.depth)
    return custody
  }

  /// The machine's own name; nobody else is asked for it.
  private static func hostName() -> String {
    var name = [CChar](repeating: 0, count: 256)
    // SAFETY: at most all but the last of the 256 bytes are written, so that the name ends in zero.
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "unknown" }
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    // SAFETY: `isFolder` lives during the call.
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func now() -> Timestamp { Timestamp(unixSeconds: Int64(Date().timeIntervalSince1970)) }

  /// `$XDG_CACHE_HOME/postern`, made where it is missing; nil where it cannot be made.
  private static func cacheFolder() -> String? {
    let environment = ProcessInfo.processInfo.environment
    let base =
      environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
      ?? environment["HOME"].map { $0 + "/.cache" }
    guard let base else { return nil }
    let folder = base + "/postern"
    do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      return nil
    }
    return folder
  }

  private static func limits(_ chosen: EvidenceLimits) -> Limits {
    var limits = Limits()
    if let entries = chosen.entries { limits.entries = entries }
    if let bytes = chosen.totalBytes { limits.totalBytes = bytes }
    if let bytes = chosen.memberBytes { limits.memberBytes = bytes }
    if let ratio = chosen.ratio { limits.ratio = ratio }
    if let depth = chosen.depth { limits.depth = depth }
    return limits
  }

  private static func passwords(_ path: String?) throws -> [String] {
    guard let path else { return [] }
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return Evidence.EvidenceOptions.passwords(inFile: String(decoding: data, as: UTF8.self))
  }

  private static func options(
    _ chosen: EvidenceLimits?, passwordFile: String?, spool: Spool
  ) throws -> Evidence.EvidenceOptions {
    Evidence.EvidenceOptions(
      limits: chosen.map(limits) ?? Limits(), passwords: try passwords(passwordFile), spool: spool)
  }

  /// Room for nested archives where there is no case folder, made while the process may still make files.
  private static func spool(depth: Int) -> Spool { Spool(folder: NSTemporaryDirectory(), madeForDepth: depth) }

  /// Gives up what the process does not need from here on, and says so where that could not be done.
  ///
  /// To be called before the first byte of evidence or of rules is read, and before any other thread is started.
  @discardableResult private static func confine(
    reading: [String?], writing: [String?] = []
  ) -> Confinement.Report {
    let report = Confinement.apply(readable: reading.compactMap(\.self), writable: writing.compactMap(\.self))
    if let notice = report.notice { StandardStream.error.writeLine("postern: " + TerminalOptions.harmless(notice)) }
    return report
  }

  /// `postern events`: prints records to standard output.
  static func events(_ request: EventsRequest) throws -> EventPrinter.Outcome {
    var filter = EventPrinter.Filter()
    filter.channel = request.channel
    filter.eventID = request.eventID
    filter.since = request.since
    filter.until = request.until
    filter.conditions = request.conditions
    let formats: [EventsRequest.Format: EventPrinter.Format] = [
      .jsonl: request.isFlat ? .flat : .jsonl, .csv: .csv, .xml: .xml,
    ]
    let printer = EventPrinter(
      format: formats[request.format] ?? .jsonl, carves: request.carvesRecords, filter: filter,
      jobs: request.jobs ?? ProcessInfo.processInfo.activeProcessorCount)
    let spool = spool(depth: limits(request.limits).depth)
    confine(reading: request.paths + [request.passwordFile])
    return try printer.print(
      request.paths, options: options(request.limits, passwordFile: request.passwordFile, spool: spool)
    ) { try StandardStream.output.write($0) }
  }

  /// `postern cite`: the cited record; throws where the artifact is gone or is not what it was.
  static func record(
    of cited: CaseReader.Cited, custody: Custody?, passwordFile: String?
  ) throws -> CitedRecord {
    let options = try again(custody, passwordFile: passwordFile)
    return try CitedRecord(cited.citation, of: cited.artifact, given: given(custody), options: options)
  }

  /// Confines the process, and says how evidence is opened again: relative paths are those of the folder in which it
  /// was examined.
  ///
  /// Where nothing is there, as on another machine, they are those of the current folder.
  private static func again(_ custody: Custody?, passwordFile: String?) throws -> Evidence.EvidenceOptions {
    let there = given(custody).map { path in
      path.hasPrefix("/") ? path : (custody?.directory ?? ".") + "/" + path
    }
    let isThere = there.contains { FileManager.default.fileExists(atPath: $0) }
    var limits = Limits()
    if let held = custody?.limits {
      (limits.entries, limits.totalBytes, limits.memberBytes) = (held.entries, held.totalBytes, held.memberBytes)
      (limits.ratio, limits.depth) = (held.ratio, held.depth)
    }
    let spool = spool(depth: limits.depth)
    confine(reading: (isThere ? there : given(custody)) + [passwordFile])
    var options = try options(nil, passwordFile: passwordFile, spool: spool)
    options.limits = limits
    if isThere { options.directory = custody?.directory }
    return options
  }

  /// The evidence as it was given.
  private static func given(_ custody: Custody?) -> [String] {
    (custody?.evidence ?? []).map(\.path)
  }

  /// `postern verify`: the evidence against the custody record.
  static func verify(_ custody: Custody, passwordFile: String?) throws -> Verification {
    let options = try again(custody, passwordFile: passwordFile)
    let now = try EvidenceAgain.hashes(given: given(custody), options: options)
    var changes: [Verification.Change] = []
    for artifact in custody.artifacts {
      guard let found = now[artifact.source] else {
        changes.append(.init(path: artifact.source, what: "it is not there any more"))
        continue
      }
      if found.sha256 != artifact.sha256 { changes.append(.init(path: artifact.source, what: "its content changed")) }
    }
    let known = Set(custody.artifacts.map(\.source))
    for source in now.keys.sorted() where !known.contains(source) {
      changes.append(.init(path: source, what: "it was not there when the evidence was examined"))
    }
    return Verification(
      artifactCount: custody.artifacts.count, bytes: custody.artifacts.reduce(0) { $0 + $1.size }, changes: changes)
  }

  /// `postern rules check`: everything that the paths hold.
  static func rules(in paths: [String]) throws -> RuleSet {
    let spool = spool(depth: Limits().depth)
    confine(reading: paths)
    return try RuleLoader.load(paths, spool: spool).set
  }

  /// `postern rules test`: prints the results of the rules that run as JSON lines.
  ///
  /// Returns 1 where a rule was left out, refused or not runnable, each named on standard error.
  static func testRules(_ paths: [String], events: String, placeholders: String?) throws -> Int32 {
    let spool = spool(depth: Limits().depth)
    confine(reading: paths + [events, placeholders])
    var values: [String: [String]] = [:]
    if let placeholders {
      let data = try Data(contentsOf: URL(fileURLWithPath: placeholders))
      values = try JSONDecoder().decode([String: [String]].self, from: data)
    }
    let set = try RuleLoader.load(paths, placeholders: values, spool: spool).set
    let refused = set.failed + set.notRunnable
    for problem in refused { StandardStream.error.writeLine("postern: " + problem.text) }
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: events)))
    for result in try RuleTester.run(set, events: bytes) {
      var members = ["\"rule\":" + quoted(result.id), "\"title\":" + quoted(result.title)]
      members.append("\"events\":[" + result.events.map(String.init).joined(separator: ",") + "]")
      if let group = result.group { members.append("\"group\":[" + group.map(quoted).joined(separator: ",") + "]") }
      try StandardStream.output.write(Array("{\(members.joined(separator: ","))}\n".utf8))
    }
    if refused.isEmpty { return ExitStatus.done }
    let count = set.rules.count + set.correlations.count
    StandardStream.error.writeLine("postern: ran \(count) rules; left out \(refused.count), named above")
    return ExitStatus.impossible
  }

  private static func quoted(_ text: String) -> String {
    let data = try? JSONEncoder().encode(text)
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
  }

  /// `postern rules explain`: prints what the rule meets in the evidence, or why it can never match there.
  ///
  /// Returns 3 where a part of the evidence could not be read.
  static func explainRule(_ request: ExplainRequest) throws -> Int32 {
    let spool = spool(depth: limits(request.limits).depth)
    confine(reading: request.rules + [request.evidencePath, request.passwordFile])
    let files = try RuleLoader.files(in: request.rules, withBuiltin: request.usesBuiltin, spool: spool)
    switch RuleFinder.find(request.id, in: files) {
    case .rules(let questions):
      let options = try options(request.limits, passwordFile: request.passwordFile, spool: spool)
      let results = try questions.map { question in
        try RuleExplanations.explain(
          question, paths: [request.evidencePath], options: options, carves: request.carvesRecords,
          jobs: request.jobs ?? ProcessInfo.processInfo.activeProcessorCount)
      }
      for result in results { try show(result, request) }
      let isIncomplete = results.contains { $0.skipCount > 0 || !$0.refused.isEmpty }
      return isIncomplete ? ExitStatus.silenceIsNoAnswer : ExitStatus.done
    case .notRunnable(let outline, let problem):
      try StandardStream.output.write(ExplainText.never(outline, problem, asJSON: request.isJSON))
      return ExitStatus.done
    case .refused(let problem): throw ExplainFailure(text: problem.text)
    case .correlation(let correlation):
      throw ExplainFailure(
        text: "\(request.id) is a correlation; explain the rules that it looks at: "
          + correlation.rules.joined(separator: ", "))
    case .nothing(let near):
      let advice = near.map { "did you mean \($0)?" } ?? "`postern rules check` says what the files hold"
      throw ExplainFailure(text: "\(request.id): no rule among the given ones has this id; \(advice)")
    }
  }

  private static func show(_ result: RuleExplanations.Result, _ request: ExplainRequest) throws {
    let explanation = result.explanation
    try StandardStream.output.write(request.isJSON ? explanation.json : Array(explanation.text.utf8))
    for refusal in result.refused.prefix(20) {
      StandardStream.error.writeLine("postern: \(refusal.path): \(refusal.reason)".escapedForDisplay)
    }
    if result.refused.count > 20 {
      StandardStream.error.writeLine("postern: and \(result.refused.count - 20) more that were refused")
    }
    if result.skipCount > 0 {
      StandardStream.error.writeLine(
        "postern: \(result.skipCount) ranges could not be read; `postern events` says which")
    }
  }
}

/// A rule that cannot be explained, and why.
private struct ExplainFailure: Error, CustomStringConvertible {
  let text: String

  var description: String { text }
}

/// What is said of a rule that is for nothing that can be read here.
private enum ExplainText {
  static func never(_ outline: RuleOutline, _ problem: RuleProblem, asJSON: Bool) -> [UInt8] {
    guard asJSON else {
      let lines = [
        "\(outline.title ?? "") (\(outline.id ?? ""))", "  \(outline.origin.file):\(outline.origin.line)", "",
        "It can never match here: \(problem.reason).",
      ]
      return Array((lines.map(\.escapedForDisplay).joined(separator: "\n") + "\n").utf8)
    }
    var json = JSONWriter()
    json.object { json in
      json.key("rule")
      json.object { json in
        json.member("id", outline.id)
        json.member("title", outline.title)
        json.member("file", outline.origin.file)
        json.member("line", outline.origin.line)
      }
      json.member("canMatch", false)
      json.member("reason", problem.reason)
    }
    json.endLine()
    return json.buffer.array
  }
}
