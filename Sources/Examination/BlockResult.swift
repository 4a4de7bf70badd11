internal import Detection
internal import Model
internal import Records

/// What came of one block.
struct BlockResult {
  var block: BlockSource.Block
  var account: BlockAccount
  var matches: [Match]
  var spans: RecordSpans
  /// What its web requests came to.
  var traffic: TrafficTally
  var requests: RequestSightings

  /// A rule that held on a record, or an indicator that stands in it.
  struct Match {
    /// Indicators are numbered behind the rules.
    var rule: Int
    var head: RecordHead
    /// As the record names it; where it names none, as the place of the evidence tells, or `unknown`.
    var host: String
    /// What the record says; nil where enough events of that rule and host were made before.
    var event: Event?
    /// What the second decoder reads otherwise; nil where it agrees or was not asked.
    var doubt: String?
    /// The first value of each field that correlations look at; nil where none looks at the rule.
    var values: [String?]?
    /// Where in the record an indicator stands; nil for rules.
    var field: String?
    /// Who did what, as a line of a web or Exchange log tells it; nil for records of other kinds.
    var facts: LogFacts?
    /// The number of the request that the record is about; nil where it has none.
    var request: RequestNumber?
  }
}
