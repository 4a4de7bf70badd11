import Bytes

/// The rules that rows of one log source can match, with everything worked out that does not depend on a row's schema.
///
/// Made once for each log source of the evidence and shared by all workers; nothing in it changes.
final class RuleGroup: Sendable {
  /// A rule under one reading of its log source: its number in the rule set.
  let rules: FrozenArray<Int32>
  /// One tree for each use, one after the other.
  let nodes: FrozenArray<RuleProgram.Node>
  /// The first node of each use.
  let roots: FrozenArray<Int32>
  let atoms: AtomTable
  /// Names of fields that atoms ask for, in lower case.
  let fields: [String]

  /// None or one.
  let databases: ObjectArray<PatternDatabase>
  /// For literal `n` the entries `literalStarts[n] ..< literalStarts[n + 1]`.
  let literalStarts: FrozenArray<Int32>
  let literalEntries: FrozenArray<TriggerEntry>
  /// Fields in which literals are looked for; keywords look in all.
  let scannedFields: [Int]
  /// Literals of keywords: looked for in all fields.
  let keywords: [[UInt8]]
  /// Tells from a row's raw bytes that it holds none of the keywords; nil where they cannot tell.
  let keywordScan: KeywordScan?
  let wordFields: [Int]
  let words: WordTable
  let tailFields: [Int]
  let tails: WordTable
  /// Uses without a trigger: they are judged for each row.
  let untriggered: [Int]

  struct TriggerEntry: BitwiseCopyable, Sendable {
    /// The number of the field in `fields`; -1 for any.
    var field: Int32
    var use: Int32
  }

  /// The database for the literals, from a cache or compiled; their numbers are its identifiers.
  typealias DatabaseSource = (_ literals: [[UInt8]], _ ignoringCase: Bool) throws -> PatternDatabase

  /// The scan for telling parts of keywords.
  typealias ScanSource = (Set<[UInt8]>) throws -> KeywordScan

  init(_ builder: GroupBuilder, database source: DatabaseSource, scan: ScanSource) throws {
    let literals = LiteralTable(builder)
    rules = FrozenArray(builder.uses)
    nodes = FrozenArray(builder.nodes)
    roots = FrozenArray(builder.roots)
    atoms = AtomTable(builder.atoms, fields: builder.atomFields, others: builder.otherFields)
    fields = builder.fields
    databases = ObjectArray(literals.texts.isEmpty ? [] : [try source(literals.texts, false)])
    literalStarts = FrozenArray(literals.starts)
    literalEntries = FrozenArray(literals.entries)
    scannedFields = literals.fields
    keywords = literals.keywords
    let parts = literals.keywords.compactMap(KeywordScan.tellingPart(of:))
    let areTelling = !parts.isEmpty && parts.count == literals.keywords.count
    keywordScan = areTelling ? try scan(Set(parts)) : nil
    words = WordTable(builder.words)
    wordFields = Set(builder.words.map { Int($0.field) }).sorted()
    tails = WordTable(builder.tails)
    tailFields = Set(builder.tails.map { Int($0.field) }).sorted()
    untriggered = builder.untriggered
  }
}

/// The literals of a group in a fixed order, and what each wakes.
private struct LiteralTable {
  var texts: [[UInt8]] = []
  var starts: [Int32] = [0]
  var entries: [RuleGroup.TriggerEntry] = []
  var fields: [Int] = []
  var keywords: [[UInt8]] = []

  init(_ builder: GroupBuilder) {
    var numbers = NumberTable()
    var found: [(text: [UInt8], entries: [RuleGroup.TriggerEntry])] = []
    for literal in builder.literals {
      var hash = TableHash(seed: TableHash.seed)
      hash.combine(unsafe literal.text.span.bytes)
      let (number, isNew) = numbers.number(of: hash.value, next: found.count) { found[$0].text == literal.text }
      if isNew { found.append((literal.text, [])) }
      found[number].entries.append(literal.entry)
    }
    let ordered = found.sorted { $0.text.lexicographicallyPrecedes($1.text) }
    var fields: Set<Int> = []
    for (text, entries) in ordered {
      texts.append(text)
      self.entries += entries.sorted { ($0.field, $0.use) < ($1.field, $1.use) }
      starts.append(Int32(self.entries.count))
      for entry in entries where entry.field >= 0 { fields.insert(Int(entry.field)) }
      if entries.contains(where: { $0.field < 0 }) { keywords.append(text) }
    }
    self.fields = fields.sorted()
  }
}
