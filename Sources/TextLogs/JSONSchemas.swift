internal import Bytes
internal import Records
internal import Synchronization

/// The schemas of event exports, one for each set of keys, shared by all readers of a run.
///
/// The order of the keys makes no difference, their number does: two elements of an array are two fields of one name,
/// three are another schema. At most `limit` sets are kept; beyond that all are forgotten and made anew when they come
/// again, with new identifiers.
public final class JSONSchemas: Sendable {
  /// Sets of keys that are kept.
  ///
  /// Exports of a whole host's logs have some hundred.
  static let limit = 4096

  private let plans = Mutex<[[UInt8]: JSONPlan]>([:])

  public init() {}

  /// The plan for these leaves, which are in canonical order.
  func plan(_ leaves: [JSONSkeleton.Leaf]) -> JSONPlan {
    let key = Self.key(leaves)
    return plans.withLock { plans in
      if let known = plans[key] { return known }
      if plans.count >= Self.limit { plans.removeAll() }
      let plan = JSONPlan(JSONFields(leaves))
      plans[key] = plan
      return plan
    }
  }

  /// Names are UTF-8, in which 0xFE and 0xFF never stand.
  private static func key(_ leaves: [JSONSkeleton.Leaf]) -> [UInt8] {
    var key: [UInt8] = []
    for leaf in leaves {
      for name in leaf.path {
        key += name.utf8
        key.append(0xFF)
      }
      key.append(0xFE)
    }
    return key
  }
}

/// What is worked out once for each set of keys.
final class JSONPlan: Sendable {
  let schema: Schema
  let times: [JSONFields.TimeSource]

  init(_ fields: JSONFields) {
    schema = Schema(fields: fields.fields, product: fields.product)
    times = fields.times
  }
}

/// The skeletons that one reader has met, and where the plan wants each of their values.
struct JSONSkeletonCache: ~Copyable {
  struct Entry {
    let plan: JSONPlan
    /// The slot of the schema for each value of the record; nil where both orders are the same.
    let order: [Int]?
    fileprivate var start: Int
    fileprivate var count: Int
    /// The entry with the same hash, or -1.
    fileprivate var next: Int
  }

  private let schemas: JSONSchemas
  private var known = ByteBuffer(capacity: 1 << 14)
  private var entries: [Entry] = []
  private var byHash: [UInt64: Int] = [:]
  private var last = 0

  /// Skeletons, and bytes of skeletons, that are kept; then all are forgotten.
  private static let entryLimit = 4096
  private static let byteLimit = 8 << 20

  init(_ schemas: JSONSchemas) { self.schemas = schemas }

  /// The entry for the record that was parsed last; nil where its names are too long to be kept.
  mutating func entry(for parser: borrowing JSONRecordParser) -> Entry? {
    let skeleton = parser.skeleton.bytes
    if last < entries.count, isSame(last, skeleton) { return entries[last] }
    var hash = TableHash(seed: TableHash.seed)
    hash.combine(skeleton)
    var at = byHash[hash.value] ?? -1
    while at >= 0, !isSame(at, skeleton) { at = entries[at].next }
    if at < 0 {
      guard let added = add(skeleton, hash.value) else { return nil }
      at = added
    }
    last = at
    return entries[at]
  }

  private func isSame(_ at: Int, _ skeleton: RawSpan) -> Bool {
    known.bytes.partOrEmpty(at: entries[at].start, count: entries[at].count).hasSameBytes(as: skeleton)
  }

  private mutating func add(_ skeleton: RawSpan, _ hash: UInt64) -> Int? {
    guard let leaves = JSONSkeleton(skeleton)?.leaves else { return nil }
    if entries.count >= Self.entryLimit || known.count + skeleton.byteCount > Self.byteLimit { forget() }
    let places = Self.canonicalOrder(leaves)
    let plan = schemas.plan(places.map { leaves[$0] })
    var order = [Int](repeating: 0, count: places.count)
    for (slot, place) in places.enumerated() { order[place] = slot }
    entries.append(
      Entry(
        plan: plan, order: places == Array(leaves.indices) ? nil : order, start: known.count,
        count: skeleton.byteCount, next: byHash[hash] ?? -1))
    known.append(skeleton)
    byHash[hash] = entries.count - 1
    return entries.count - 1
  }

  /// The numbers of the leaves in an order that does not depend on the order of the keys.
  private static func canonicalOrder(_ leaves: [JSONSkeleton.Leaf]) -> [Int] {
    let keys = leaves.map { Array($0.path.joined(separator: "\u{1}").utf8) }
    return keys.indices.sorted { one, other in
      if keys[one] == keys[other] { return one < other }
      return keys[one].lexicographicallyPrecedes(keys[other])
    }
  }

  private mutating func forget() {
    known.removeAll()
    entries.removeAll(keepingCapacity: true)
    byHash.removeAll(keepingCapacity: true)
  }
}
