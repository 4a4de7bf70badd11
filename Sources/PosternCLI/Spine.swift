internal import CaseStore
internal import Model
internal import Reports
internal import Sigma

/// The doors from the command line to the examination: one function for each command that opens evidence or rules.
///
/// TO BE WIRED by whoever writes `Examination`: each body below is one call. What is not wired ends with exit code 1.
enum Spine {
  /// `postern examine`: evidence in, case out.
  ///
  /// Confines the process before the first byte of evidence is opened. Returns how many seconds it took. `notice` gets
  /// what `--verbose` shows, the confinement first. Errors are one line of text with the path in front.
  static func examine(
    _ request: ExamineRequest, progress: (Progress) -> Void, notice: (String) -> Void
  ) throws -> Int {
    throw NotWired(command: "examine")
  }

  /// `postern events`: prints records to standard output; returns 0, or 3 where a part could not be read.
  static func events(_ request: EventsRequest) throws -> Int32 {
    throw NotWired(command: "events")
  }

  /// `postern cite`: exactly the bytes of the citation; throws where the artifact is gone or is not what it was.
  ///
  /// `cited.artifact.source` and `custody.directory` say where the bytes are.
  static func bytes(of cited: CaseReader.Cited, custody: Custody?) throws -> [UInt8] {
    throw NotWired(command: "cite")
  }

  /// `postern cite` without `--raw`: the record decoded, for a citation whose event the case does not keep.
  ///
  /// Nil where it cannot be decoded alone.
  static func event(in bytes: [UInt8], of cited: CaseReader.Cited) -> Event? { nil }

  /// `postern verify`: the evidence against the custody record.
  static func verify(_ custody: Custody, passwordFile: String?) throws -> Verification {
    throw NotWired(command: "verify")
  }

  /// `postern rules check`: everything that the paths hold.
  static func rules(in paths: [String]) throws -> RuleSet {
    throw NotWired(command: "rules check")
  }

  /// `postern rules test`: prints results as JSON lines; 1 where a rule is refused, its file on standard error.
  static func testRules(_ paths: [String], events: String, placeholders: String?) throws -> Int32 {
    throw NotWired(command: "rules test")
  }

  /// `postern rules explain`: prints what the rule is bound to; 1 where there is no such rule.
  static func explainRule(
    _ id: String, evidencePath: String, rules: RuleChoice, limits: EvidenceLimits, passwordFile: String?
  ) throws -> Int32 {
    throw NotWired(command: "rules explain")
  }
}

/// A command whose examination is not there yet.
private struct NotWired: Error, CustomStringConvertible {
  let command: String

  var description: String { "`postern \(command)` is not wired to the examination in this build" }
}
