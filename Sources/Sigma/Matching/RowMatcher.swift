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
  private var bindings = BindingTable()
  private var text = RowText()
  private var keywords = KeywordPlaces()
  private var scanner = PatternScanner()
  private let regexes = RegexScratch()
  /// For each atom of the group: the stamp of the row it was judged for, shifted, and the answer in the lowest bit.
  private var answers = ElementBuffer<UInt32>()
  private var candidateStamps = ElementBuffer<UInt32>()
  private var candidates = ElementBuffer<Int32>()
  private var woken = ElementBuffer<Int32>()
  private var stamp: UInt32 = 0
  /// Where in its bytes the row's line lies, if keywords are looked for there.
  private var line: Range<Int>?
  /// Why a group of rules could not be made ready; its rules did not run.
  public private(set) var failures: [String] = []

  public init(_ index: RuleIndex) { self.index = index }

  /// How many searches of regular expressions gave up, each counted as not found.
  public var abandonedSearchCount: Int { regexes.abandoned }

  /// Says that the rows that follow share other bytes than those before.
  ///
  /// Their bytes are looked through once for what keyword rules need, so that few rows must be searched whole.
  public mutating func beginBlock() { keywords.begin() }

  /// Calls `matched` with the number of each rule that the row matches, in ascending order, each once.
  ///
  /// `range` is where the whole record lies in the row's bytes, if those are the block that `beginBlock` announced;
  /// nil otherwise. It changes no answer.
  ///
  /// `line` is where the line of a text log lies in the row's bytes: keywords are looked for in it as it stands, if it
  /// is UTF-8, and not only in each field by itself.
  public mutating func match(
    _ row: borrowing Row, schema: Schema, in range: Range<Int>? = nil, line: Range<Int>? = nil,
    _ matched: (Int) -> Void
  ) {
    guard let binding = binding(for: row, schema) else { return }
    beginRow(binding)
    self.line = binding.asksForKeywords ? line.flatMap { Self.text(row, $0) } : nil
    if !binding.matching.isEmpty { candidates.append(contentsOf: binding.matching) }
    let certain = candidates.count
    findCandidates(binding, row, range)
    guard !candidates.isEmpty else { return }
    var found = certain
    for at in certain..<candidates.count {
      let use = candidates[at]
      guard isTrue(Int(binding.group.roots[Int(use)]), binding, row) else { continue }
      candidates[found] = use
      found += 1
    }
    guard found > 0 else { return }
    candidates.truncate(to: found)
    sortCandidates()
    var last: Int32 = -1
    for at in 0..<found {
      let use = candidates[at]
      let rule = binding.group.rules[Int(use)]
      if rule != last { matched(Int(rule)) }
      last = rule
    }
  }

  /// A record seldom matches more than a few rules.
  private mutating func sortCandidates() {
    for at in 1..<max(1, candidates.count) {
      let use = candidates[at]
      var place = at
      while place > 0, candidates[place &- 1] > use {
        candidates[place] = candidates[place &- 1]
        place &-= 1
      }
      candidates[place] = use
    }
  }

  // MARK: Binding

  private mutating func binding(for row: borrowing Row, _ schema: Schema) -> Binding? {
    switch bindings.answer(row, schema) {
    case .bound(let binding): return binding
    case .dead: return nil
    case .unknown(let layout, let hash):
      let made = makeBinding(layout, row)
      let awake = made.flatMap { $0.isDead ? nil : $0 }
      bindings.keep(awake, hash)
      return awake
    }
  }

  private mutating func makeBinding(_ layout: SchemaLayout, _ row: borrowing Row) -> Binding? {
    text.begin(fieldCount: layout.fieldCount)
    let key = BindingKey(layout, row, &text)
    do {
      guard let group = try index.group(product: layout.schema.product, key) else { return nil }
      for database in group.databases.objects { try scanner.prepare(for: database) }
      if answers.count < group.atoms.count { answers.refill(0, count: group.atoms.count) }
      if candidateStamps.count < group.roots.count { candidateStamps.refill(0, count: group.roots.count) }
      return Binding(layout, group, key)
    } catch {
      failures.append("\(error)")
      return nil
    }
  }

  // MARK: Candidates

  private mutating func beginRow(_ binding: Binding) {
    if stamp >= UInt32.max >> 1 {
      for at in 0..<answers.count { answers[at] = 0 }
      for at in 0..<candidateStamps.count { candidateStamps[at] = 0 }
      stamp = 0
    }
    stamp += 1
    candidates.removeAll()
    text.begin(fieldCount: binding.layout.fieldCount)
  }

  private mutating func findCandidates(
    _ binding: Binding, _ row: borrowing Row, _ range: Range<Int>?
  ) {
    if let line {
      if binding.hasKeywords { fillLine(line, binding, row) }
    } else if binding.scansEverything || mayHoldKeyword(binding, row, range) {
      for field in 0..<binding.layout.fieldCount where !binding.layout.derived[field] {
        text.fill(field, binding.layout, row)
      }
    }
    for number in 0..<binding.scanned.count { text.fill(Int(binding.scanned[number]), binding.layout, row) }
    if binding.group.databases.count > 0, text.folded.count > 0 {
      let hits = binding.group.databases.with(0) { scanner.scan(text.folded.bytes, $0) }
      if hits > PatternScanner.mostHits { return everyUse(binding) }
      for number in 0..<hits { wake(scanner[number], binding) }
    }
    for number in 0..<binding.words.count { wake(binding.words[number], binding, row, isTail: false) }
    for number in 0..<binding.tails.count { wake(binding.tails[number], binding, row, isTail: true) }
    for number in 0..<binding.judged.count { add(binding.judged[number], binding) }
  }

  /// The range of the row's line; nil where that is no UTF-8.
  private static func text(_ row: borrowing Row, _ line: Range<Int>) -> Range<Int>? {
    guard let bytes = row.bytes.part(at: line.lowerBound, count: line.count), bytes.isUTF8 else { return nil }
    return line
  }

  /// What keywords are looked for in: the line, and what does not stand in it as fields have it.
  private mutating func fillLine(_ line: Range<Int>, _ binding: Binding, _ row: borrowing Row) {
    let layout = binding.layout
    text.fill(line: line, row)
    for field in 0..<layout.fieldCount where !layout.derived[field] {
      let slot = Int(layout.singleSlots[field])
      // Constants, and quotes that are doubled in the line.
      if slot < 0 || slot < row.slots.count && row.slots[slot].kind == .csvText { text.fill(field, layout, row) }
    }
  }

  private mutating func mayHoldKeyword(_ binding: Binding, _ row: borrowing Row, _ range: Range<Int>?) -> Bool {
    guard let identity = binding.keywordScanIdentity else { return false }
    if !keywords.isCurrent(identity), let scan = binding.keywordScan { keywords.turn(to: scan, row.bytes) }
    return keywords.mayStand(in: row, range)
  }

  private mutating func add(_ use: Int32, _ binding: Binding) {
    let number = Int(use)
    guard candidateStamps[number] != stamp, binding.useTruth[number] == .unknown else { return }
    candidateStamps[number] = stamp
    candidates.append(use)
  }

  private mutating func everyUse(_ binding: Binding) {
    for use in 0..<binding.group.roots.count { add(Int32(use), binding) }
  }

  /// Adds the uses of a literal that was found in a field that they look at.
  private mutating func wake(_ hit: PatternHit, _ binding: Binding) {
    let first = Int(binding.group.literalStarts[Int(hit.literal)])
    let end = Int(binding.group.literalStarts[Int(hit.literal) &+ 1])
    for number in first..<end {
      let entry = binding.group.literalEntries[number]
      if entry.field < 0 || stands(Int(hit.end), Int(entry.field), binding) { add(entry.use, binding) }
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
    _ place: Binding.LookedUp, _ binding: Binding, _ row: borrowing Row, isTail: Bool
  ) {
    let field = Int(place.field)
    text.fill(field, binding.layout, row)
    woken.removeAll()
    for number in 0..<text.valueCount(of: field) {
      if isTail {
        text.forEachUse(binding.group.tails, number, of: field, as: place.groupField, isTail: true) {
          woken.append($0)
        }
      } else {
        text.forEachUse(binding.group.words, number, of: field, as: place.groupField, isTail: false) {
          woken.append($0)
        }
      }
    }
    for number in 0..<woken.count { add(woken[number], binding) }
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
    let entry = binding.group.atoms.entries[atom]
    guard entry.field >= 0 else {
      if let line, passes(atom, entry, line: line, binding, row) { return true }
      for number in 0..<binding.layout.fieldCount
      where !binding.layout.derived[number] && passes(atom, entry, number, binding, row) {
        return true
      }
      return false
    }
    let first = Int(binding.fieldStarts[Int(entry.field)])
    let end = Int(binding.fieldStarts[Int(entry.field) &+ 1])
    switch entry.test {
    case .null:
      for number in first..<end where hasValue(Int(binding.fieldList[number]), binding, row) { return false }
      return true
    case .relation: return relates(atom, binding, row)
    default:
      for number in first..<end where passes(atom, entry, Int(binding.fieldList[number]), binding, row) {
        return true
      }
      return false
    }
  }

  private mutating func passes(
    _ atom: Int, _ entry: AtomTable.Entry, line: Range<Int>, _ binding: Binding, _ row: borrowing Row
  ) -> Bool {
    if entry.needsOriginal {
      return binding.group.atoms.passes(atom, row.bytes.partOrEmpty(at: line.lowerBound, count: line.count), regexes)
    }
    text.fill(line: line, row)
    return binding.group.atoms.passes(atom, text.foldedLine, regexes)
  }

  private mutating func hasValue(_ field: Int, _ binding: Binding, _ row: borrowing Row) -> Bool {
    text.fill(field, binding.layout, row)
    return text.valueCount(of: field) > 0
  }

  private mutating func passes(
    _ atom: Int, _ entry: AtomTable.Entry, _ field: Int, _ binding: Binding, _ row: borrowing Row
  ) -> Bool {
    if entry.needsOriginal {
      for number in 0..<text.originalValueCount(of: field, binding.layout, row) {
        if binding.group.atoms.passes(atom, text.originalValue(number, of: field), regexes) { return true }
      }
      return false
    }
    text.fill(field, binding.layout, row)
    for number in 0..<text.valueCount(of: field) {
      if binding.group.atoms.passes(atom, text.value(number, of: field), regexes) { return true }
    }
    return false
  }

  private mutating func relates(_ atom: Int, _ binding: Binding, _ row: borrowing Row) -> Bool {
    let entry = binding.group.atoms.entries[atom]
    let compiled = binding.group.atoms.compiled.objects[atom]
    guard case .field(let relation) = compiled.kind else { return false }
    let mine = values(Int(entry.field), entry, binding, row)
    let others = values(Int(entry.other), entry, binding, row)
    return mine.contains { one in
      others.contains { unsafe compiled.relates(one.span.bytes, $0.span.bytes, relation) }
    }
  }

  private mutating func values(
    _ field: Int, _ entry: AtomTable.Entry, _ binding: Binding, _ row: borrowing Row
  ) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for number in Int(binding.fieldStarts[field])..<Int(binding.fieldStarts[field &+ 1]) {
      let field = Int(binding.fieldList[number])
      if entry.needsOriginal {
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
