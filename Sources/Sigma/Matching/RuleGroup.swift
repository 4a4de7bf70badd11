import Bytes

/// The rules that rows of one log source can match, with everything worked out that does not depend on a row's schema.
///
/// Made once for each log source of the evidence and shared by all workers; nothing in it changes.
final class RuleGroup: Sendable {
  /// A rule under one reading of its log source.
  struct Use: Sendable {
    /// The number of the rule in the rule set.
    var rule: Int
    /// Rule's field in lower case → field of the events, in lower case.
    var fieldNames: [String: String]
    /// What the reading asks of a row beside the rule.
    var conditions: [LogSourceMap.FieldCondition]
  }

  let uses: [Use]
  /// One tree for each use, one after the other.
  let nodes: FrozenArray<RuleProgram.Node>
  /// The first node of each use.
  let roots: FrozenArray<Int32>
  let atoms: [CompiledAtom]
  /// The number of each atom's field in `fields`; -1 for keywords.
  let atomFields: FrozenArray<Int32>
  /// The number of the second field of atoms that compare two; -1 for the others.
  let otherFields: FrozenArray<Int32>
  /// Names of fields that atoms ask for, in lower case.
  let fields: [String]
  /// Whether an atom needs the text as it was written.
  let needsOriginal: FrozenArray<Bool>

  /// The literals that are scanned for; their numbers are the database's identifiers.
  let literals: [[UInt8]]
  let database: PatternDatabase?
  /// For literal `n` the entries `literalStarts[n] ..< literalStarts[n + 1]`.
  let literalStarts: FrozenArray<Int32>
  let literalEntries: FrozenArray<TriggerEntry>
  /// Fields in which literals are looked for; keywords look in all.
  let scannedFields: [Int]
  let scansEverything: Bool
  let words: [WordTable]
  let tails: [WordTable]
  /// Uses without a trigger: they are judged for each row.
  let untriggered: [Int]

  struct TriggerEntry: BitwiseCopyable, Sendable {
    /// The number of the field in `fields`; -1 for any.
    var field: Int32
    var use: Int32
  }

  /// The database for the literals, from a cache or compiled.
  typealias DatabaseSource = ([[UInt8]]) throws -> PatternDatabase

  init(uses: [Use], rules: [Rule], database source: DatabaseSource) throws {
    var builder = GroupBuilder()
    for use in uses { builder.add(use, rules[use.rule]) }
    let triggers = TriggerTables(builder, uses: uses)
    self.uses = uses
    nodes = FrozenArray(builder.nodes)
    roots = FrozenArray(builder.roots)
    atoms = builder.atoms
    fields = builder.fields
    atomFields = FrozenArray(builder.atomFields)
    otherFields = FrozenArray(builder.otherFields)
    needsOriginal = FrozenArray(builder.atoms.map(\.needsOriginal))
    literals = triggers.literals
    database = triggers.literals.isEmpty ? nil : try source(triggers.literals)
    literalStarts = FrozenArray(triggers.literalStarts)
    literalEntries = FrozenArray(triggers.literalEntries)
    scannedFields = triggers.scannedFields
    scansEverything = triggers.scansEverything
    words = triggers.words
    tails = triggers.tails
    untriggered = triggers.untriggered
  }
}

/// Gives atoms and fields their numbers.
struct GroupBuilder {
  var nodes: [RuleProgram.Node] = []
  var roots: [Int32] = []
  var atoms: [CompiledAtom] = []
  var fields: [String] = []
  var atomFields: [Int32] = []
  var otherFields: [Int32] = []
  private var atomNumbers: [AtomKey: Int] = [:]
  private var fieldNumbers: [String: Int] = [:]

  /// The same atom reads other fields under another reading of the log source.
  private struct AtomKey: Hashable {
    var atom: Atom
    var field: String?
    var other: String?
  }

  mutating func add(_ use: RuleGroup.Use, _ rule: Rule) {
    roots.append(Int32(nodes.count))
    var added: [RuleProgram.Node] = []
    let asked = use.conditions.map(\.expression)
    let expression = asked.isEmpty ? rule.expression : .all(asked + [rule.expression])
    RuleProgram.append(expression, to: &added) { number($0, use.fieldNames) }
    let base = Int32(nodes.count)
    nodes += added.map { RuleProgram.Node(kind: $0.kind, atom: $0.atom, end: $0.end + base) }
  }

  private mutating func number(_ atom: Atom, _ names: [String: String]) -> Int {
    func mapped(_ name: String?) -> String? { name.map { (names[$0.lowercased()] ?? $0).lowercased() } }
    var other: String?
    if case .field(let name, _, _) = atom.test { other = mapped(name) }
    let key = AtomKey(atom: atom, field: mapped(atom.field), other: other)
    if let known = atomNumbers[key] { return known }
    var renamed = atom
    renamed.field = key.field
    atoms.append(CompiledAtom(renamed))
    atomFields.append(key.field.map { Int32(fieldNumber($0)) } ?? -1)
    otherFields.append(other.map { Int32(fieldNumber($0)) } ?? -1)
    atomNumbers[key] = atoms.count - 1
    return atoms.count - 1
  }

  mutating func fieldNumber(_ name: String) -> Int {
    if let known = fieldNumbers[name] { return known }
    fields.append(name)
    fieldNumbers[name] = fields.count - 1
    return fields.count - 1
  }
}

/// Which trigger wakes which use.
private struct TriggerTables {
  var literals: [[UInt8]] = []
  var literalStarts: [Int32] = [0]
  var literalEntries: [RuleGroup.TriggerEntry] = []
  var scannedFields: [Int] = []
  var scansEverything = false
  var words: [WordTable] = []
  var tails: [WordTable] = []
  var untriggered: [Int] = []

  init(_ builder: GroupBuilder, uses: [RuleGroup.Use]) {
    var fieldNumbers: [String: Int] = [:]
    for (number, name) in builder.fields.enumerated() { fieldNumbers[name] = number }
    var byLiteral: [[UInt8]: [RuleGroup.TriggerEntry]] = [:]
    var byWord: [Int: [[UInt8]: [Int32]]] = [:]
    var byTail: [Int: [[UInt8]: [Int32]]] = [:]
    for use in uses.indices {
      guard let choice = TriggerChoice.best(builder.nodes, at: Int(builder.roots[use]), atoms: builder.atoms) else {
        untriggered.append(use)
        continue
      }
      for trigger in Set(choice.triggers) {
        let field = trigger.field.flatMap { fieldNumbers[$0] }
        switch trigger.kind {
        case .literal:
          byLiteral[trigger.text, default: []].append(.init(field: Int32(field ?? -1), use: Int32(use)))
        case .word: byWord[field ?? 0, default: [:]][trigger.text, default: []].append(Int32(use))
        case .tail: byTail[field ?? 0, default: [:]][trigger.text, default: []].append(Int32(use))
        }
      }
    }
    addLiterals(byLiteral)
    words = byWord.sorted { $0.key < $1.key }.map { WordTable(field: $0.key, uses: $0.value) }
    tails = byTail.sorted { $0.key < $1.key }.map { WordTable(field: $0.key, uses: $0.value) }
  }

  private mutating func addLiterals(_ byLiteral: [[UInt8]: [RuleGroup.TriggerEntry]]) {
    var fields: Set<Int> = []
    for (literal, entries) in byLiteral.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      literals.append(literal)
      literalEntries += entries.sorted { ($0.field, $0.use) < ($1.field, $1.use) }
      literalStarts.append(Int32(literalEntries.count))
      for entry in entries {
        if entry.field < 0 { scansEverything = true } else { fields.insert(Int(entry.field)) }
      }
    }
    scannedFields = fields.sorted()
  }
}
