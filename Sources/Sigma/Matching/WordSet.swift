import Bytes

/// Many texts of which a value must be one, or end with one: looked up by one hash each instead of compared in turn.
///
/// An ending can be looked up where it begins with a character that it does not hold again, such as the backslash
/// before a file's name or the dot before its extension: it is then what follows the last such character of a value.
final class WordSet: Sendable {
  private let words: ExactTable?
  private let endings: [(delimiter: UInt8, table: ExactTable)]

  /// Fewer are as fast one by one.
  static let fewest = 6

  /// - Parameter atoms: each passes `canHold`.
  init(_ atoms: [CompiledAtom]) {
    var words: [[UInt8]] = []
    var byDelimiter: [UInt8: [[UInt8]]] = [:]
    for atom in atoms {
      if case .suffix = atom.kind, let first = atom.literal.first {
        byDelimiter[first, default: []].append(Array(atom.literal.dropFirst()))
      } else {
        words.append(atom.literal)
      }
    }
    self.words = words.isEmpty ? nil : ExactTable(words)
    endings = byDelimiter.sorted { $0.key < $1.key }.map { ($0.key, ExactTable($0.value)) }
  }

  /// Whether the atom is a text without case that can be looked up.
  static func canHold(_ atom: CompiledAtom) -> Bool {
    guard !atom.isCased, atom.field != nil else { return false }
    switch atom.kind {
    case .equals: return true
    case .suffix:
      guard let first = atom.literal.first, first < 0x80 else { return false }
      return !atom.literal.dropFirst().contains(first)
    default: return false
    }
  }

  /// Whether the folded text is one of the words or ends with one of the endings.
  func holds(_ text: RawSpan) -> Bool {
    if let words, words.contains(text) { return true }
    for (delimiter, table) in endings {
      guard let start = text.offset(afterLast: delimiter) else { continue }
      if table.contains(text.extracting(start..<text.byteCount)) { return true }
    }
    return false
  }
}

/// Texts that are found by hash and then compared.
private final class ExactTable: Sendable {
  private let places: FrozenArray<Place>
  private let texts: FrozenArray<UInt8>
  private let mask: Int

  private struct Place: BitwiseCopyable, Sendable {
    var key: UInt64 = 0
    var start: Int32 = 0
    var count: Int32 = 0
  }

  init(_ words: [[UInt8]]) {
    var size = 16
    while size < words.count * 3 { size *= 2 }
    mask = size - 1
    var places = [Place](repeating: Place(), count: size)
    var texts: [UInt8] = []
    for word in words {
      let key = unsafe Self.key(word.span.bytes)
      var at = Int(truncatingIfNeeded: key) & mask
      while places[at].key != 0 { at = (at + 1) & mask }
      places[at] = Place(key: key, start: Int32(texts.count), count: Int32(word.count))
      texts += word
    }
    self.places = FrozenArray(places)
    self.texts = FrozenArray(texts)
  }

  private static func key(_ word: RawSpan) -> UInt64 {
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(word)
    return hash.value | 1
  }

  func contains(_ text: RawSpan) -> Bool {
    let key = Self.key(text)
    var at = Int(truncatingIfNeeded: key) & mask
    while true {
      let place = places[at]
      if place.key == 0 { return false }
      if place.key == key, texts.holds(text, at: Int(place.start), count: Int(place.count)) { return true }
      at = (at &+ 1) & mask
    }
  }
}
