internal import Model

/// What `postern examine` was asked to do, as plain values.
struct ExamineRequest: Sendable {
  var paths: [String]
  var casePath: String
  /// The command line, for the custody record.
  var arguments: [String]
  var rules: RuleChoice
  /// Files, folders and archives of indicators.
  var indicators: [String]
  var limits: EvidenceLimits
  var passwordFile: String?
  /// How many threads; nil for one a core.
  var jobs: Int?
  var carvesRecords: Bool
  var checksAllCitations: Bool
}

/// Which rules run.
struct RuleChoice: Sendable {
  var paths: [String]
  var usesBuiltin: Bool
  /// Rules below are left out; nil for none.
  var minLevel: Severity?
  /// Only rules of these statuses; empty for all.
  var statuses: [String]
  /// Only rules whose id, tag or path is one of these; empty for all.
  var include: [String]
  var exclude: [String]
  /// The file with exclusions and their reasons; nil for none.
  var configuration: String?
}

/// How much one archive may unpack to; nil for the default of the evidence reader.
struct EvidenceLimits: Sendable {
  var entries: Int?
  var totalBytes: UInt64?
  var memberBytes: UInt64?
  var ratio: UInt64?
  var depth: Int?
}

/// What `postern events` was asked for.
struct EventsRequest: Sendable {
  enum Format: Sendable { case jsonl, csv, xml }

  var paths: [String]
  var format: Format
  var channel: String?
  var eventID: UInt32?
  var since: Timestamp?
  var until: Timestamp?
  /// `Field=pattern`; all of them must hold.
  var conditions: [(field: String, pattern: String)]
  var isFlat: Bool
  var carvesRecords: Bool
  var limits: EvidenceLimits
  var passwordFile: String?
  var jobs: Int?
}

/// What `postern rules explain` was asked for.
struct ExplainRequest: Sendable {
  var id: String
  var evidencePath: String
  /// Rule files, folders and archives.
  var rules: [String]
  var usesBuiltin: Bool
  var isJSON: Bool
  var carvesRecords: Bool
  var limits: EvidenceLimits
  var passwordFile: String?
  var jobs: Int?
}
