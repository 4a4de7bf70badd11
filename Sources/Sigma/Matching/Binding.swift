import Bytes
import Records

/// A group of rules bound to a schema, and to one event ID, channel and provider: which rules can still match, which
/// field sits in which slot.
///
/// Worked out once; a row then costs only what its values decide.
final class Binding {
  let layout: SchemaLayout
  let group: RuleGroup
  /// What is known of each atom already; `unknown` where the row decides.
  let atomTruth: FrozenArray<RuleProgram.Verdict>
  let useTruth: FrozenArray<RuleProgram.Verdict>
  /// For the group's field `n` the schema's fields `fieldStarts[n] ..< fieldStarts[n + 1]` of `fieldList`.
  let fieldStarts: FrozenArray<Int32>
  let fieldList: FrozenArray<Int32>
  /// Uses that match each row.
  let matching: [Int32]
  /// Uses that are judged for each row.
  let judged: FrozenArray<Int32>
  /// Fields of the schema whose text is scanned.
  let scanned: FrozenArray<Int32>
  /// Tells which rows need all fields scanned; nil where none does.
  let keywordScan: KeywordScan?
  let keywordScanIdentity: ObjectIdentifier?
  /// Whether all fields of all rows are scanned, whatever their bytes tell.
  let scansEverything: Bool
  let words: FrozenArray<LookedUp>
  let tails: FrozenArray<LookedUp>
  /// Whether no rule can match such rows.
  let isDead: Bool

  /// A field whose value is looked up: its number in the schema and in the group.
  struct LookedUp: BitwiseCopyable, Sendable {
    var field: Int32
    var groupField: Int32
  }

  init(_ layout: SchemaLayout, _ group: RuleGroup, _ key: BindingKey) {
    self.layout = layout
    self.group = group
    var starts: [Int32] = [0]
    var list: [Int32] = []
    for name in group.fields {
      list += (layout.byName[name] ?? []).map(Int32.init)
      starts.append(Int32(list.count))
    }
    fieldStarts = FrozenArray(starts)
    fieldList = FrozenArray(list)
    let reader = BindingReader(
      group: group, layout: layout, key: key, starts: starts, keyFields: group.fields.map(BindingKey.names.contains))
    let atoms = (0..<group.atoms.count).map(reader.truth(ofAtom:))
    atomTruth = FrozenArray(atoms)
    let uses = (0..<group.roots.count).map { reader.truth(ofNode: Int(group.roots[$0]), atoms) }
    useTruth = FrozenArray(uses)
    matching = uses.indices.filter { uses[$0] == .yes }.map(Int32.init)
    judged = FrozenArray(group.untriggered.filter { uses[$0] == .unknown }.map(Int32.init))
    isDead = uses.allSatisfy { $0 == .no }
    let isAwake = uses.contains(.unknown)
    func fields(_ number: Int) -> ArraySlice<Int32> { list[Int(starts[number])..<Int(starts[number + 1])] }
    var wanted = Set(group.scannedFields.flatMap(fields))
    let hasKeywords = isAwake && !group.keywords.isEmpty
    if hasKeywords { wanted.formUnion(layout.composedFields.map(Int32.init)) }
    scansEverything =
      hasKeywords && (group.keywordScan == nil || layout.hasConstant(withAnyOf: group.keywords))
    keywordScan = hasKeywords ? group.keywordScan : nil
    keywordScanIdentity = keywordScan.map(ObjectIdentifier.init)
    scanned = FrozenArray(isAwake ? wanted.sorted() : [])
    func lookedUp(_ numbers: [Int]) -> [LookedUp] {
      guard isAwake else { return [] }
      return numbers.flatMap { number in
        fields(number).map { LookedUp(field: $0, groupField: Int32(number)) }
      }
    }
    words = FrozenArray(lookedUp(group.wordFields))
    tails = FrozenArray(lookedUp(group.tailFields))
  }
}

/// Works out what a schema and a binding key decide of atoms and rules.
private struct BindingReader {
  let group: RuleGroup
  let layout: SchemaLayout
  let key: BindingKey
  let starts: [Int32]
  /// Which of the group's fields are those of the key.
  let keyFields: [Bool]

  func truth(ofAtom number: Int) -> RuleProgram.Verdict {
    let entry = group.atoms.entries[number]
    guard entry.field >= 0 else { return .unknown }
    if entry.other >= 0, isAbsent(Int(entry.other)) { return .no }
    if isAbsent(Int(entry.field)) { return entry.test == .null ? .yes : .no }
    if entry.test == .exists { return .yes }
    guard keyFields[Int(entry.field)] else { return .unknown }
    return keyTruth(group.atoms.compiled.objects[number], group.fields[Int(entry.field)])
  }

  private func isAbsent(_ field: Int) -> Bool { starts[field] == starts[field + 1] }

  private func keyTruth(_ atom: CompiledAtom, _ name: String) -> RuleProgram.Verdict {
    // Another value can pass where the first does not.
    let otherwise = key.unsettled.contains(name) ? RuleProgram.Verdict.unknown : nil
    if case .null = atom.kind { return key.values[name] == nil ? otherwise ?? .yes : .no }
    guard !atom.needsOriginal else { return .unknown }
    if case .field = atom.kind { return .unknown }
    guard let value = key.values[name] else { return otherwise ?? .no }
    let regexes = RegexScratch()
    return unsafe atom.passes(value.span.bytes, regexes) ? .yes : otherwise ?? .no
  }

  func truth(ofNode at: Int, _ atoms: [RuleProgram.Verdict]) -> RuleProgram.Verdict {
    let node = group.nodes[at]
    switch node.kind {
    case .atom: return atoms[Int(node.atom)]
    case .not:
      let inner = truth(ofNode: at + 1, atoms)
      return inner == .unknown ? .unknown : inner == .yes ? .no : .yes
    case .all, .any:
      // A part that decides is `no` for all and `yes` for any.
      let deciding: RuleProgram.Verdict = node.kind == .all ? .no : .yes
      var result: RuleProgram.Verdict = node.kind == .all ? .yes : .no
      var child = at + 1
      while child < Int(node.end) {
        let part = truth(ofNode: child, atoms)
        if part == deciding { return deciding }
        if part == .unknown { result = .unknown }
        child = Int(group.nodes[child].end)
      }
      return result
    }
  }
}
