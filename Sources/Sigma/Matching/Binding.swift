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
  let atomTruth: [RuleProgram.Verdict]
  let useTruth: [RuleProgram.Verdict]
  /// For the group's field `n` the schema's fields `fieldStarts[n] ..< fieldStarts[n + 1]` of `fieldList`.
  let fieldStarts: [Int32]
  let fieldList: [Int32]
  /// Uses that match each row.
  let matching: [Int]
  /// Uses that are judged for each row.
  let judged: [Int]
  /// Fields of the schema whose text is scanned.
  let scanned: [Int]
  let words: [(table: WordTable, fields: [Int])]
  let tails: [(table: WordTable, fields: [Int])]
  /// Whether no rule can match such rows.
  let isDead: Bool

  init(_ layout: SchemaLayout, _ group: RuleGroup, _ key: BindingKey) {
    self.layout = layout
    self.group = group
    var starts: [Int32] = [0]
    var list: [Int32] = []
    for name in group.fields {
      list += (layout.byName[name] ?? []).map(Int32.init)
      starts.append(Int32(list.count))
    }
    fieldStarts = starts
    fieldList = list
    let reader = BindingReader(group: group, layout: layout, key: key, starts: starts)
    let atoms = group.atoms.indices.map(reader.truth(ofAtom:))
    atomTruth = atoms
    let uses = group.uses.indices.map { reader.truth(ofNode: Int(group.roots[$0]), atoms) }
    useTruth = uses
    matching = uses.indices.filter { uses[$0] == .yes }
    judged = group.untriggered.filter { uses[$0] == .unknown }
    isDead = uses.allSatisfy { $0 == .no }
    let isAwake = uses.contains(.unknown)
    func fields(_ number: Int) -> [Int] { list[Int(starts[number])..<Int(starts[number + 1])].map(Int.init) }
    let wanted = Set(group.scannedFields.flatMap(fields))
    scanned = !isAwake ? [] : group.scansEverything ? Array(layout.schema.fields.indices) : wanted.sorted()
    words = !isAwake ? [] : group.words.map { ($0, fields($0.field)) }.filter { !$0.fields.isEmpty }
    tails = !isAwake ? [] : group.tails.map { ($0, fields($0.field)) }.filter { !$0.fields.isEmpty }
  }
}

/// Works out what a schema and a binding key decide of atoms and rules.
private struct BindingReader {
  let group: RuleGroup
  let layout: SchemaLayout
  let key: BindingKey
  let starts: [Int32]

  func truth(ofAtom number: Int) -> RuleProgram.Verdict {
    let atom = group.atoms[number]
    guard let name = atom.field else { return .unknown }
    let other = group.otherFields[number]
    if other >= 0, isAbsent(Int(other)) { return .no }
    if isAbsent(Int(group.atomFields[number])) {
      if case .null = atom.kind { return .yes }
      return .no
    }
    if case .exists = atom.kind { return .yes }
    return BindingKey.names.contains(name) ? keyTruth(atom, name) : .unknown
  }

  private func isAbsent(_ field: Int) -> Bool { starts[field] == starts[field + 1] }

  private func keyTruth(_ atom: CompiledAtom, _ name: String) -> RuleProgram.Verdict {
    if case .null = atom.kind { return key.values[name] == nil ? .yes : .no }
    guard !atom.needsOriginal else { return .unknown }
    if case .field = atom.kind { return .unknown }
    guard let value = key.values[name] else { return .no }
    let regexes = RegexScratch()
    return unsafe atom.passes(value.span.bytes, regexes) ? .yes : .no
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
