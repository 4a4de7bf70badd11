/// Puts the rules of one log source together: gives their atoms and fields the group's own numbers.
struct GroupBuilder {
  private(set) var uses: [Int32] = []
  private(set) var nodes: [RuleProgram.Node] = []
  private(set) var roots: [Int32] = []
  private(set) var atoms: [CompiledAtom] = []
  private(set) var fields: [String] = []
  private(set) var atomFields: [Int32] = []
  private(set) var otherFields: [Int32] = []
  private(set) var literals: [(text: [UInt8], entry: RuleGroup.TriggerEntry)] = []
  private(set) var words: [WordTable.Entry] = []
  private(set) var tails: [WordTable.Entry] = []
  private(set) var untriggered: [Int] = []
  private var fieldNumbers: [String: Int32] = [:]

  /// What the numbers of one shard are under one reading of a log source.
  private struct Reading {
    var shard: Int
    var names: [String: String]
    /// -1 where there is none yet.
    var atoms: [Int32] = []
    var fields: [Int32] = []
  }

  private var readings: [Reading] = []

  /// A rule and the place of its log source among those of the group.
  struct Use {
    /// Its number in the rule set.
    var rule: Int
    var program: PreparedRules.Place
    var source: Int
  }

  /// One reading of a log source: what it asks of a row beside the rule, and how it names fields.
  struct Source {
    var condition: PreparedRules.Place?
    var fieldNames: [String: String]
  }

  /// - Parameters:
  ///   - uses: in the order of their rules.
  ///   - sources: the readings of the log sources.
  ///   - shards: what the places of programs name.
  init(_ uses: [Use], _ sources: [Source], _ shards: [CompiledRules]) {
    for use in uses { add(use, sources[use.source], shards) }
  }

  private mutating func reading(_ names: [String: String], _ shard: Int) -> Int {
    if let known = readings.firstIndex(where: { $0.shard == shard && $0.names == names }) { return known }
    readings.append(Reading(shard: shard, names: names))
    return readings.count - 1
  }

  private mutating func add(_ use: Use, _ source: Source, _ shards: [CompiledRules]) {
    let number = Int32(uses.count)
    uses.append(Int32(use.rule))
    roots.append(Int32(nodes.count))
    let root = nodes.count
    if let condition = source.condition {
      nodes.append(RuleProgram.Node(kind: .all, atom: 0, end: 0))
      append(
        shards[condition.shard].programs[condition.program].nodes, reading(source.fieldNames, condition.shard),
        shards[condition.shard])
    }
    let compiled = shards[use.program.shard]
    let reading = reading(source.fieldNames, use.program.shard)
    append(compiled.programs[use.program.program].nodes, reading, compiled)
    if source.condition != nil { nodes[root].end = Int32(nodes.count) }
    if let triggers = compiled.programs[use.program.program].triggers {
      for trigger in triggers { add(trigger, number, reading, compiled) }
    } else if let condition = source.condition,
      let triggers = shards[condition.shard].programs[condition.program].triggers
    {
      let reading = self.reading(source.fieldNames, condition.shard)
      for trigger in triggers { add(trigger, number, reading, shards[condition.shard]) }
    } else {
      untriggered.append(Int(number))
    }
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
    case .literal: literals.append((compiled.texts[Int(trigger.text)], .init(field: field, use: use)))
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
