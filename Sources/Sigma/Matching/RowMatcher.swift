import Bytes
public import Records

/// Judges rows by rules.
///
/// One for each worker.
///
/// A row's texts are folded once, scanned once for literals, and looked up once for whole words; only rules of which
/// something necessary was found are judged. Most rows touch no rule.
public struct RowMatcher: ~Copyable {
  private let index: RuleIndex
  private var bindings: [UInt64: Binding?] = [:]
  private var layouts: [UInt32: SchemaLayout] = [:]
  private var lastHash: UInt64 = 0
  private var lastBinding: Binding?
  private var hasLast = false
  private var text = RowText()
  private let scanner = PatternScanner()
  private let regexes = RegexScratch()
  /// For each atom of the group: the stamp of the row it was judged for, shifted, and the answer in the lowest bit.
  private var answers: [UInt32] = []
  private var candidateStamps: [UInt32] = []
  private var candidates: [Int] = []
  private var woken: [Int] = []
  private var stamp: UInt32 = 0
  /// Why a group of rules could not be made ready; its rules did not run.
  public private(set) var failures: [String] = []
  /// Bindings that are kept; evidence that needs more makes it start over, so that memory stays bounded.
  private static let mostBindings = 4096

  public init(_ index: RuleIndex) { self.index = index }

  /// How many searches of regular expressions gave up, each counted as not found.
  public var abandonedSearchCount: Int { regexes.abandoned }

  /// Calls `matched` with the number of each rule that the row matches, in ascending order, each once.
  public mutating func match(_ row: borrowing Row, schema: Schema, _ matched: (Int) -> Void) {
    guard let binding = binding(for: row, schema), !binding.isDead else { return }
    beginRow(binding)
    for use in binding.matching { candidates.append(use) }
    let certain = candidates.count
    findCandidates(binding, row)
    guard !candidates.isEmpty else { return }
    var found = certain
    for at in certain..<candidates.count where isTrue(Int(binding.group.roots[candidates[at]]), binding, row) {
      candidates[found] = candidates[at]
      found += 1
    }
    guard found > 0 else { return }
    candidates.removeLast(candidates.count - found)
    candidates.sort()
    var last = -1
    for use in candidates {
      let rule = binding.group.uses[use].rule
      if rule != last { matched(rule) }
      last = rule
    }
  }

  // MARK: Binding

  private mutating func binding(for row: borrowing Row, _ schema: Schema) -> Binding? {
    let layout = layout(schema)
    let hash = BindingKey.hash(layout, row)
    if hasLast, hash == lastHash { return lastBinding }
    let binding: Binding?
    if let known = bindings[hash] {
      binding = known
    } else {
      binding = makeBinding(layout, row)
      if bindings.count >= Self.mostBindings { bindings.removeAll() }
      bindings[hash] = .some(binding)
    }
    (hasLast, lastHash, lastBinding) = (true, hash, binding)
    return binding
  }

  private mutating func layout(_ schema: Schema) -> SchemaLayout {
    if let lastBinding, lastBinding.layout.schema === schema { return lastBinding.layout }
    if let known = layouts[schema.id] { return known }
    if layouts.count >= Self.mostBindings { layouts.removeAll() }
    let made = SchemaLayout(schema)
    layouts[schema.id] = made
    return made
  }

  private mutating func makeBinding(_ layout: SchemaLayout, _ row: borrowing Row) -> Binding? {
    text.begin(fieldCount: layout.schema.fields.count)
    let key = BindingKey(layout, row, &text)
    do {
      guard let group = try index.group(product: layout.schema.product, key) else { return nil }
      if let database = group.database { try scanner.prepare(for: database) }
      if answers.count < group.atoms.count { answers = Array(repeating: 0, count: group.atoms.count) }
      if candidateStamps.count < group.uses.count { candidateStamps = Array(repeating: 0, count: group.uses.count) }
      return Binding(layout, group, key)
    } catch {
      failures.append("\(error)")
      return nil
    }
  }

  // MARK: Candidates

  private mutating func beginRow(_ binding: Binding) {
    if stamp >= UInt32.max >> 1 {
      for at in answers.indices { answers[at] = 0 }
      for at in candidateStamps.indices { candidateStamps[at] = 0 }
      stamp = 0
    }
    stamp += 1
    candidates.removeAll(keepingCapacity: true)
    text.begin(fieldCount: binding.layout.schema.fields.count)
  }

  private mutating func findCandidates(_ binding: Binding, _ row: borrowing Row) {
    for field in binding.scanned { text.fill(field, binding.layout, row) }
    if let database = binding.group.database, text.folded.count > 0 {
      let hits = scanner.scan(text.folded.bytes, database)
      if hits > PatternScanner.mostHits { return everyUse(binding) }
      for number in 0..<hits { wake(scanner[number], binding) }
    }
    for (table, fields) in binding.words {
      for field in fields { wake(table, field, binding, row, isTail: false) }
    }
    for (table, fields) in binding.tails {
      for field in fields { wake(table, field, binding, row, isTail: true) }
    }
    for use in binding.judged { add(use, binding) }
  }

  private mutating func add(_ use: Int, _ binding: Binding) {
    guard candidateStamps[use] != stamp, binding.useTruth[use] == .unknown else { return }
    candidateStamps[use] = stamp
    candidates.append(use)
  }

  private mutating func everyUse(_ binding: Binding) {
    for use in binding.group.uses.indices { add(use, binding) }
  }

  /// Adds the uses of a literal that was found in a field that they look at.
  private mutating func wake(_ hit: PatternHit, _ binding: Binding) {
    let group = binding.group
    let first = Int(group.literalStarts[Int(hit.literal)])
    let end = Int(group.literalStarts[Int(hit.literal) &+ 1])
    for number in first..<end {
      let entry = group.literalEntries[number]
      if entry.field < 0 || stands(Int(hit.end), Int(entry.field), binding) { add(Int(entry.use), binding) }
    }
  }

  private func stands(_ end: Int, _ field: Int, _ binding: Binding) -> Bool {
    for number in Int(binding.fieldStarts[field])..<Int(binding.fieldStarts[field &+ 1]) {
      let range = text.range(of: Int(binding.fieldList[number]))
      if end > range.start, end <= range.end { return true }
    }
    return false
  }

  private mutating func wake(
    _ table: WordTable, _ field: Int, _ binding: Binding, _ row: borrowing Row, isTail: Bool
  ) {
    text.fill(field, binding.layout, row)
    woken.removeAll(keepingCapacity: true)
    for number in 0..<text.valueCount(of: field) {
      text.forEachUse(of: table, number, of: field, isTail: isTail, into: &woken)
    }
    for use in woken { add(use, binding) }
  }

  // MARK: Judging

  private mutating func isTrue(_ at: Int, _ binding: Binding, _ row: borrowing Row) -> Bool {
    let node = binding.group.nodes[at]
    switch node.kind {
    case .atom: return holds(Int(node.atom), binding, row)
    case .not: return !isTrue(at &+ 1, binding, row)
    case .all:
      var child = at &+ 1
      while child < Int(node.end) {
        if !isTrue(child, binding, row) { return false }
        child = Int(binding.group.nodes[child].end)
      }
      return true
    case .any:
      var child = at &+ 1
      while child < Int(node.end) {
        if isTrue(child, binding, row) { return true }
        child = Int(binding.group.nodes[child].end)
      }
      return false
    }
  }

  private mutating func holds(_ atom: Int, _ binding: Binding, _ row: borrowing Row) -> Bool {
    let known = binding.atomTruth[atom]
    if known != .unknown { return known == .yes }
    if answers[atom] >> 1 == stamp { return answers[atom] & 1 == 1 }
    let answer = judge(atom, binding, row)
    answers[atom] = stamp << 1 | (answer ? 1 : 0)
    return answer
  }

  private mutating func judge(_ atom: Int, _ binding: Binding, _ row: borrowing Row) -> Bool {
    let field = Int(binding.group.atomFields[atom])
    if field < 0 {
      for number in binding.layout.schema.fields.indices where passes(atom, number, binding, row) { return true }
      return false
    }
    let first = Int(binding.fieldStarts[field])
    let end = Int(binding.fieldStarts[field &+ 1])
    switch binding.group.atoms[atom].kind {
    case .null:
      for number in first..<end where hasValue(Int(binding.fieldList[number]), binding, row) { return false }
      return true
    case .field(let relation): return relates(atom, relation, binding, row)
    default:
      for number in first..<end where passes(atom, Int(binding.fieldList[number]), binding, row) { return true }
      return false
    }
  }

  private mutating func hasValue(_ field: Int, _ binding: Binding, _ row: borrowing Row) -> Bool {
    text.fill(field, binding.layout, row)
    return text.valueCount(of: field) > 0
  }

  private mutating func passes(_ atom: Int, _ field: Int, _ binding: Binding, _ row: borrowing Row) -> Bool {
    if binding.group.needsOriginal[atom] {
      for number in 0..<text.originalValueCount(of: field, binding.layout, row) {
        if binding.group.atoms[atom].passes(text.originalValue(number, of: field), regexes) { return true }
      }
      return false
    }
    text.fill(field, binding.layout, row)
    for number in 0..<text.valueCount(of: field) {
      if binding.group.atoms[atom].passes(text.value(number, of: field), regexes) { return true }
    }
    return false
  }

  private mutating func relates(
    _ atom: Int, _ relation: FieldRelation, _ binding: Binding, _ row: borrowing Row
  ) -> Bool {
    let mine = values(Int(binding.group.atomFields[atom]), atom, binding, row)
    let others = values(Int(binding.group.otherFields[atom]), atom, binding, row)
    return mine.contains { one in
      others.contains { unsafe binding.group.atoms[atom].relates(one.span.bytes, $0.span.bytes, relation) }
    }
  }

  private mutating func values(_ field: Int, _ atom: Int, _ binding: Binding, _ row: borrowing Row) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for number in Int(binding.fieldStarts[field])..<Int(binding.fieldStarts[field &+ 1]) {
      let field = Int(binding.fieldList[number])
      if binding.group.needsOriginal[atom] {
        for value in 0..<text.originalValueCount(of: field, binding.layout, row) {
          result.append(text.originalValue(value, of: field).array)
        }
      } else {
        text.fill(field, binding.layout, row)
        for value in 0..<text.valueCount(of: field) { result.append(text.value(value, of: field).array) }
      }
    }
    return result
  }
}
