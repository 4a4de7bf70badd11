import Bytes
import Records

/// Layouts and bindings that were worked out, found by what decides them.
///
/// Nothing in the usual way touches a reference count but the binding that is returned.
struct BindingTable: ~Copyable {
  private var layouts: [SchemaLayout] = []
  private var keySlots: [KeySlots] = []
  private var layoutPlaces = HashTable<Int32>()
  private var lastSchema: UInt32 = 0
  private var lastLayout = -1

  private var bindings: [Binding] = []
  /// Places in `bindings`; `dead` where no rule can match.
  private var bindingPlaces = HashTable<Int32>()
  private var lastHash: UInt64 = 0
  private var lastPlace = Self.unknown

  /// For each layout its last key and the place of that: rows of one template nearly always have the same.
  private var lastKeys: [LastKey] = []
  private var lastKeyBytes = ByteBuffer(capacity: 1 << 14)
  private static let mostKeyBytes = 1 << 20
  /// Bytes of one value that are remembered; a row with a longer one is hashed each time.
  private static let longestKeyValue = 1024

  private static let dead: Int32 = -1
  private static let unknown: Int32 = -2
  /// Bindings that are kept; evidence that needs more makes it start over, so that memory stays bounded.
  private static let most = 4096
  /// Fields of all layouts that are kept, for the same reason: hostile records can have thousands.
  private static let mostFields = 200_000
  private var fieldCount = 0

  /// The slots that the key of one layout is made of.
  private struct KeySlots: BitwiseCopyable {
    static let most = 6
    /// More than `most`: the layout itself knows them.
    var count: Int
    var slots: (Int32, Int32, Int32, Int32, Int32, Int32) = (-1, -1, -1, -1, -1, -1)

    init(_ numbers: borrowing FrozenArray<Int32>) {
      count = numbers.count
      func slot(_ at: Int) -> Int32 { at < numbers.count ? numbers[at] : -1 }
      slots = (slot(0), slot(1), slot(2), slot(3), slot(4), slot(5))
    }
  }

  /// The slots of a key as they stood in a row; their bytes are in `lastKeyBytes`, one behind the other.
  private struct LastKey: BitwiseCopyable {
    var place = BindingTable.unknown
    var start = 0
    var slots = (
      Slot(offset: 0, length: 0, kind: .null), Slot(offset: 0, length: 0, kind: .null),
      Slot(offset: 0, length: 0, kind: .null)
    )
  }

  /// What is known of rows of this schema and with these values in the key's slots.
  enum Answer {
    case bound(Binding)
    /// No rule can match.
    case dead
    /// To be worked out and then told to `keep`.
    case unknown(SchemaLayout, hash: UInt64)
  }

  mutating func answer(_ row: borrowing Row, _ schema: Schema) -> Answer {
    if schema.id != lastSchema { turn(to: schema) }
    if let place = placeOfSameKey(row) {
      return place >= 0 ? .bound(bindings[Int(place)]) : .dead
    }
    let hash = hash(row)
    if hash != lastHash || lastPlace == Self.unknown {
      lastHash = hash
      lastPlace = bindingPlaces[hash] ?? Self.unknown
    }
    if lastPlace != Self.unknown { rememberKey(row) }
    if lastPlace >= 0 { return .bound(bindings[Int(lastPlace)]) }
    return lastPlace == Self.dead ? .dead : .unknown(layouts[lastLayout], hash: hash)
  }

  /// Keeps what was worked out for a hash; nil: no rule can match.
  mutating func keep(_ binding: Binding?, _ hash: UInt64) {
    if bindingPlaces.count >= Self.most {
      bindings.removeAll()
      bindingPlaces.removeAll()
      forgetKeys()
    }
    lastHash = hash
    lastPlace = Self.dead
    if let binding {
      lastPlace = Int32(bindings.count)
      bindings.append(binding)
    }
    bindingPlaces.insert(lastPlace, hash)
  }

  private mutating func turn(to schema: Schema) {
    lastSchema = schema.id
    if let known = layoutPlaces[UInt64(schema.id)] {
      lastLayout = Int(known)
      return
    }
    if layouts.count >= Self.most || fieldCount >= Self.mostFields {
      layouts.removeAll()
      keySlots.removeAll()
      layoutPlaces.removeAll()
      bindings.removeAll()
      bindingPlaces.removeAll()
      lastKeys.removeAll()
      lastKeyBytes.removeAll()
      lastPlace = Self.unknown
      fieldCount = 0
    }
    fieldCount += schema.fields.count
    lastLayout = layouts.count
    let layout = SchemaLayout(schema)
    layouts.append(layout)
    keySlots.append(KeySlots(layout.keySlots))
    lastKeys.append(LastKey())
    layoutPlaces.insert(Int32(lastLayout), UInt64(schema.id))
  }

  // MARK: The last key of each layout

  /// The place that the layout's last row had, if this one has the same key.
  @inline(__always)
  private func placeOfSameKey(_ row: borrowing Row) -> Int32? {
    let key = keySlots[lastLayout]
    let last = lastKeys[lastLayout]
    guard last.place != Self.unknown else { return nil }
    var at = last.start
    guard isSame(key.slots.0, last.slots.0, row, &at), isSame(key.slots.1, last.slots.1, row, &at),
      isSame(key.slots.2, last.slots.2, row, &at)
    else { return nil }
    return last.place
  }

  @inline(__always)
  private func isSame(_ slot: Int32, _ last: Slot, _ row: borrowing Row, _ at: inout Int) -> Bool {
    guard slot >= 0, Int(slot) < row.slots.count else { return last.length == 0 && last.kind == .null }
    guard row.slots[Int(slot)].kind == last.kind else { return false }
    let known = lastKeyBytes.bytes.partOrEmpty(at: at, count: Int(last.length))
    at &+= Int(last.length)
    return row.bytes(ofSlot: Int(slot)).hasSameBytes(as: known)
  }

  private mutating func rememberKey(_ row: borrowing Row) {
    let key = keySlots[lastLayout]
    guard key.count <= 3, isShort(key.slots.0, row), isShort(key.slots.1, row), isShort(key.slots.2, row) else {
      return
    }
    if lastKeyBytes.count > Self.mostKeyBytes { forgetKeys() }
    var last = LastKey(place: lastPlace, start: lastKeyBytes.count)
    last.slots.0 = keep(key.slots.0, row)
    last.slots.1 = keep(key.slots.1, row)
    last.slots.2 = keep(key.slots.2, row)
    lastKeys[lastLayout] = last
  }

  private func isShort(_ slot: Int32, _ row: borrowing Row) -> Bool {
    slot < 0 || row.bytes(ofSlot: Int(slot)).byteCount <= Self.longestKeyValue
  }

  private mutating func keep(_ slot: Int32, _ row: borrowing Row) -> Slot {
    guard slot >= 0, Int(slot) < row.slots.count else { return Slot(offset: 0, length: 0, kind: .null) }
    let bytes = row.bytes(ofSlot: Int(slot))
    lastKeyBytes.append(bytes)
    return Slot(offset: 0, length: UInt32(bytes.byteCount), kind: row.slots[Int(slot)].kind)
  }

  private mutating func forgetKeys() {
    for at in lastKeys.indices { lastKeys[at].place = Self.unknown }
    lastKeyBytes.removeAll()
  }

  /// A number that rows of one schema share exactly when the fields of the key have the same bytes.
  private func hash(_ row: borrowing Row) -> UInt64 {
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(UInt64(lastSchema))
    let key = keySlots[lastLayout]
    if key.count > KeySlots.most {
      let layout = layouts[lastLayout]
      for number in 0..<layout.keySlots.count { Self.add(layout.keySlots[number], row, &hash) }
      return hash.value
    }
    Self.add(key.slots.0, row, &hash)
    Self.add(key.slots.1, row, &hash)
    Self.add(key.slots.2, row, &hash)
    if key.count > 3 {
      Self.add(key.slots.3, row, &hash)
      Self.add(key.slots.4, row, &hash)
      Self.add(key.slots.5, row, &hash)
    }
    return hash.value
  }

  @inline(__always)
  private static func add(_ slot: Int32, _ row: borrowing Row, _ hash: inout TableHash) {
    guard slot >= 0, Int(slot) < row.slots.count else { return }
    hash.combine(UInt64(row.slots[Int(slot)].kind.rawValue))
    hash.combine(row.bytes(ofSlot: Int(slot)))
  }
}
