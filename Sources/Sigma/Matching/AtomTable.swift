import Bytes

/// The atoms of a group, laid out flat: the common tests read numbers and bytes, and touch no reference count.
struct AtomTable: ~Copyable, Sendable {
  /// How an atom's text is compared, or that it is no such comparison.
  enum Test: UInt8, Sendable {
    case equals, prefix, suffix, contains, anything
    /// `CompiledAtom` says.
    case other
    /// The field has no value; the field is there.
    case null, exists
    /// Two fields are compared.
    case relation
  }

  struct Entry: BitwiseCopyable, Sendable {
    var test: Test
    /// Whether it needs the text as it was written.
    var needsOriginal: Bool
    /// The number of its field in the group; -1 for keywords.
    var field: Int32
    /// The number of the second field of atoms that compare two; -1 for the others.
    var other: Int32
    /// Where its literal lies in `texts`, and how long it is.
    var start: Int32
    var count: Int32
  }

  let entries: FrozenArray<Entry>
  private let texts: FrozenArray<UInt8>
  /// All of them, for the tests that are not flat.
  let compiled: ObjectArray<CompiledAtom>

  init(_ atoms: [CompiledAtom], fields: [Int32], others: [Int32]) {
    var entries: [Entry] = []
    entries.reserveCapacity(atoms.count)
    var texts: [UInt8] = []
    for (number, atom) in atoms.enumerated() {
      entries.append(
        Entry(
          test: Self.test(atom.kind), needsOriginal: atom.needsOriginal, field: fields[number], other: others[number],
          start: Int32(texts.count), count: Int32(atom.literal.count)))
      texts += atom.literal
    }
    self.entries = FrozenArray(entries)
    self.texts = FrozenArray(texts)
    compiled = ObjectArray(atoms)
  }

  private static func test(_ kind: CompiledAtom.Kind) -> Test {
    switch kind {
    case .equals: .equals
    case .prefix: .prefix
    case .suffix: .suffix
    case .contains: .contains
    case .anything: .anything
    case .null: .null
    case .exists: .exists
    case .field: .relation
    default: .other
    }
  }

  var count: Int { entries.count }

  /// Whether a value's text passes; `text` is folded unless the atom needs the original.
  @inline(__always)
  func passes(_ atom: Int, _ text: RawSpan, _ regexes: RegexScratch) -> Bool {
    let entry = entries[atom]
    let literal = texts.bytes(at: Int(entry.start), count: Int(entry.count))
    switch entry.test {
    case .equals: return text.hasSameBytes(as: literal)
    case .prefix: return text.begins(with: literal)
    case .suffix: return text.ends(with: literal)
    case .contains: return text.offset(of: literal) != nil
    case .anything: return true
    case .other: return compiled.with(atom) { $0.passes(text, regexes) }
    case .null, .exists, .relation: return false
    }
  }
}
