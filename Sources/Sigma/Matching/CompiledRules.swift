import Bytes

/// Rules made ready once, for all the groups that hold them: their programs over numbered atoms, and their triggers.
struct CompiledRules: Sendable {
  /// A rule's program, its atoms numbered over all rules; nil triggers: it is judged for each row.
  struct Program: Sendable {
    var nodes: [RuleProgram.Node]
    var triggers: [NumberedTrigger]?
  }

  /// A trigger with its text and field as numbers.
  struct NumberedTrigger: Hashable, Sendable {
    var kind: Trigger.Kind
    /// In `fields`; -1 for any.
    var field: Int32
    /// In `texts`.
    var text: Int32
  }

  /// Each different atom once.
  private(set) var atoms: [CompiledAtom] = []
  /// The field of each atom in `fields`; -1 for keywords.
  private(set) var atomFields: [Int32] = []
  private(set) var otherFields: [Int32] = []
  /// Names as rules write them, in lower case.
  private(set) var fields: [String] = []
  /// Texts of triggers, folded.
  private(set) var texts: [[UInt8]] = []

  private var sources: [Atom] = []
  private var atomsByHash = NumberTable()
  /// Sets by the numbers of their atoms.
  private var sets: [[Int32]: Int] = [:]
  private var textsByHash = NumberTable()
  private var fieldNumbers: [String: Int32] = [:]
  /// One for each rule.
  private(set) var programs: [Program] = []

  init(_ rules: ArraySlice<Rule>) {
    programs.reserveCapacity(rules.count)
    // By place: a rule has dozens of fields to be copied.
    for number in rules.indices { programs.append(program(of: rules[number].expression)) }
  }

  /// Adds a program and returns its place in `programs`.
  mutating func add(_ expression: Expression) -> Int {
    programs.append(program(of: expression))
    return programs.count - 1
  }

  private mutating func program(of expression: Expression) -> Program {
    var nodes: [RuleProgram.Node] = []
    RuleProgram.append(expression, to: &nodes) { atomNumber($0) }
    let choice = TriggerChoice.best(nodes, at: 0, atoms: atoms)
    return Program(nodes: withSets(nodes), triggers: choice.map { numbered($0.triggers) })
  }

  // MARK: Sets

  /// The same program, with one atom for many texts of one field of which any will do.
  private mutating func withSets(_ nodes: [RuleProgram.Node]) -> [RuleProgram.Node] {
    guard nodes.count > WordSet.fewest else { return nodes }
    var result: [RuleProgram.Node] = []
    result.reserveCapacity(nodes.count)
    copy(nodes, from: 0, to: nodes.count, &result)
    return result
  }

  private mutating func copy(
    _ nodes: [RuleProgram.Node], from start: Int, to end: Int, _ result: inout [RuleProgram.Node]
  ) {
    var at = start
    while at < end {
      let place = result.count
      result.append(nodes[at])
      if nodes[at].kind == .any {
        let sets = addSets(nodes, at, &result)
        copyChildren(nodes, at, leavingOut: sets, &result)
      } else {
        copy(nodes, from: at + 1, to: Int(nodes[at].end), &result)
      }
      result[place].end = Int32(result.count)
      at = Int(nodes[at].end)
    }
  }

  private mutating func copyChildren(
    _ nodes: [RuleProgram.Node], _ parent: Int, leavingOut fields: Set<Int32>, _ result: inout [RuleProgram.Node]
  ) {
    var child = parent + 1
    while child < Int(nodes[parent].end) {
      if !isInSet(nodes[child], fields) { copy(nodes, from: child, to: Int(nodes[child].end), &result) }
      child = Int(nodes[child].end)
    }
  }

  private func isInSet(_ node: RuleProgram.Node, _ fields: Set<Int32>) -> Bool {
    guard node.kind == .atom, fields.contains(atomFields[Int(node.atom)]) else { return false }
    return WordSet.canHold(atoms[Int(node.atom)])
  }

  /// Adds a set for each field that has enough texts among the children; returns those fields.
  private mutating func addSets(
    _ nodes: [RuleProgram.Node], _ parent: Int, _ result: inout [RuleProgram.Node]
  ) -> Set<Int32> {
    var members: [(field: Int32, atoms: [Int32])] = []
    var child = parent + 1
    while child < Int(nodes[parent].end) {
      let node = nodes[child]
      child = Int(node.end)
      guard node.kind == .atom, WordSet.canHold(atoms[Int(node.atom)]) else { continue }
      let field = atomFields[Int(node.atom)]
      if let place = members.firstIndex(where: { $0.field == field }) {
        members[place].atoms.append(node.atom)
      } else {
        members.append((field, [node.atom]))
      }
    }
    var fields: Set<Int32> = []
    for (field, atoms) in members where atoms.count >= WordSet.fewest {
      result.append(RuleProgram.Node(kind: .atom, atom: Int32(setNumber(atoms)), end: Int32(result.count + 1)))
      fields.insert(field)
    }
    return fields
  }

  private mutating func setNumber(_ members: [Int32]) -> Int {
    if let known = sets[members] { return known }
    let compiled = CompiledAtom(anyOf: members.map { atoms[Int($0)] })
    let field = atomFields[Int(members[0])]
    sources.append(sources[Int(members[0])])
    atoms.append(compiled)
    atomFields.append(field)
    otherFields.append(-1)
    sets[members] = atoms.count - 1
    return atoms.count - 1
  }

  // MARK: Numbers

  private mutating func numbered(_ triggers: [Trigger]) -> [NumberedTrigger] {
    var seen: Set<NumberedTrigger> = []
    var result: [NumberedTrigger] = []
    for trigger in triggers {
      let made = NumberedTrigger(
        kind: trigger.kind, field: trigger.field.map { fieldNumber($0) } ?? -1, text: textNumber(trigger.text))
      if seen.insert(made).inserted { result.append(made) }
    }
    return result
  }

  private mutating func atomNumber(_ atom: Atom) -> Int {
    let (number, isNew) = atomsByHash.number(of: atom.tableHash, next: atoms.count) { sources[$0] == atom }
    guard isNew else { return number }
    let compiled = CompiledAtom(atom)
    sources.append(atom)
    atoms.append(compiled)
    atomFields.append(compiled.field.map { fieldNumber($0) } ?? -1)
    otherFields.append(compiled.otherField.map { fieldNumber($0) } ?? -1)
    return number
  }

  private mutating func fieldNumber(_ name: String) -> Int32 {
    if let known = fieldNumbers[name] { return known }
    fields.append(name)
    fieldNumbers[name] = Int32(fields.count - 1)
    return Int32(fields.count - 1)
  }

  private mutating func textNumber(_ text: [UInt8]) -> Int32 {
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(unsafe text.span.bytes)
    let (number, isNew) = textsByHash.number(of: hash.value, next: texts.count) { texts[$0] == text }
    if isNew { texts.append(text) }
    return Int32(number)
  }
}

extension Atom {
  /// Equal for equal atoms, and seldom for others.
  fileprivate var tableHash: UInt64 {
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(text: field ?? "")
    switch test {
    case .text(let pattern):
      hash.combine(pattern.isCased ? 1 : 2)
      for piece in pattern.pieces {
        switch piece {
        case .literal(let text): hash.combine(text: text)
        case .anyRun: hash.combine(3)
        case .anyOne: hash.combine(4)
        }
      }
    case .regex(let pattern): hash.combine(text: pattern.pattern)
    case .null: hash.combine(5)
    case .exists: hash.combine(6)
    case .network(let network): hash.combine(network.low ^ network.high)
    case .number(_, let value): hash.combine(value.bitPattern)
    case .field(let name, _, _): hash.combine(text: name)
    case .time(_, let value): hash.combine(UInt64(truncatingIfNeeded: value))
    }
    return hash.value
  }
}

extension TableHash {
  fileprivate mutating func combine(text: String) {
    var text = text
    text.withUTF8 { combine(unsafe RawSpan(_unsafeElements: $0)) }
  }
}
