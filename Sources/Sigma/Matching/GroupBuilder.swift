/// Puts the rules of one log source together: gives their atoms and fields the group's own numbers.
struct GroupBuilder {
  private(set) var uses: [Int32] = []
  private(set) var nodes: [RuleProgram.Node] = []
  private(set) var roots: [Int32] = []
  private(set) var atoms: [CompiledAtom] = []
  private(set) var fields: [String] = []
  private(set) var atomFields: [Int32] = []
  private(set) var otherFields: [Int32] = []
  private(set) var literals: [(text: Int32, entry: RuleGroup.TriggerEntry)] = []
  private(set) var words: [WordTable.Entry] = []
  private(set) var tails: [WordTable.Entry] = []
  private(set) var untriggered: [Int] = []
  /// All texts of triggers; `literals` names them by their place here.
  private(set) var texts: [[UInt8]] = []
  private var fieldNumbers: [String: Int32] = [:]

  /// What the numbers of `CompiledRules` are under one reading of a log source.
  private struct Reading {
    var names: [String: String]
    /// -1 where there is none yet.
    var atoms: [Int32] = []
    var fields: [Int32] = []
  }

  private var readings: [Reading] = []

  /// A rule and the place of its log source among those of the group.
  struct Use {
    /// Its number in the rule set, and the place of its program in `CompiledRules`.
    var rule: Int
    var program: Int
    var source: Int
  }

  /// One reading of a log source: what it asks of a row beside the rule, and how it names fields.
  struct Source {
    var condition: CompiledRules.Program?
    var fieldNames: [String: String]
  }

  /// - Parameters:
  ///   - uses: in the order of their rules.
  ///   - sources: the readings of the log sources.
  init(_ uses: [Use], _ sources: [Source], _ compiled: CompiledRules) {
    var readingOf: [Int] = []
    for source in sources { readingOf.append(reading(source.fieldNames)) }
    for use in uses {
      add(use.rule, compiled.programs[use.program], sources[use.source].condition, readingOf[use.source], compiled)
    }
    texts = compiled.texts
  }

  private mutating func reading(_ names: [String: String]) -> Int {
    if let known = readings.firstIndex(where: { $0.names == names }) { return known }
    readings.append(Reading(names: names))
    return readings.count - 1
  }

  private mutating func add(
    _ rule: Int, _ program: CompiledRules.Program, _ condition: CompiledRules.Program?, _ reading: Int,
    _ compiled: CompiledRules
  ) {
    let use = Int32(uses.count)
    uses.append(Int32(rule))
    roots.append(Int32(nodes.count))
    let root = nodes.count
    if let condition {
      nodes.append(RuleProgram.Node(kind: .all, atom: 0, end: 0))
      append(condition.nodes, reading, compiled)
    }
    append(program.nodes, reading, compiled)
    if condition != nil { nodes[root].end = Int32(nodes.count) }
    guard let triggers = program.triggers ?? condition?.triggers else {
      untriggered.append(Int(use))
      return
    }
    for trigger in triggers { add(trigger, use, reading, compiled) }
  }

  private mutating func append(_ program: [RuleProgram.Node], _ reading: Int, _ compiled: CompiledRules) {
    let base = Int32(nodes.count)
    for node in program {
      let atom = node.kind == .atom ? atomNumber(Int(node.atom), reading, compiled) : 0
      nodes.append(RuleProgram.Node(kind: node.kind, atom: atom, end: node.end + base))
    }
  }

  private mutating func add(
    _ trigger: CompiledRules.NumberedTrigger, _ use: Int32, _ reading: Int, _ compiled: CompiledRules
  ) {
    let field = trigger.field < 0 ? -1 : fieldNumber(Int(trigger.field), reading, compiled)
    switch trigger.kind {
    case .literal: literals.append((trigger.text, .init(field: field, use: use)))
    case .word: words.append(.init(field: field, word: compiled.texts[Int(trigger.text)], use: use))
    case .tail: tails.append(.init(field: field, word: compiled.texts[Int(trigger.text)], use: use))
    }
  }

  private mutating func atomNumber(_ atom: Int, _ reading: Int, _ compiled: CompiledRules) -> Int32 {
    Self.grow(&readings[reading].atoms, to: compiled.atoms.count)
    let known = readings[reading].atoms[atom]
    if known >= 0 { return known }
    let made = Int32(atoms.count)
    atoms.append(compiled.atoms[atom])
    let (field, other) = (compiled.atomFields[atom], compiled.otherFields[atom])
    atomFields.append(field < 0 ? -1 : fieldNumber(Int(field), reading, compiled))
    otherFields.append(other < 0 ? -1 : fieldNumber(Int(other), reading, compiled))
    readings[reading].atoms[atom] = made
    return made
  }

  private mutating func fieldNumber(_ field: Int, _ reading: Int, _ compiled: CompiledRules) -> Int32 {
    Self.grow(&readings[reading].fields, to: compiled.fields.count)
    let known = readings[reading].fields[field]
    if known >= 0 { return known }
    let written = compiled.fields[field]
    let name = (readings[reading].names[written] ?? written).lowercased()
    let made = fieldNumbers[name] ?? Int32(fields.count)
    if made == fields.count {
      fields.append(name)
      fieldNumbers[name] = made
    }
    readings[reading].fields[field] = made
    return made
  }

  private static func grow(_ numbers: inout [Int32], to count: Int) {
    if numbers.count < count { numbers += Array(repeating: -1, count: count - numbers.count) }
  }
}
