/// A table that takes a bounded number of entries, in the order in which they came; who comes too late is counted.
struct Bounded<Entry: Sendable>: Sendable {
  private(set) var entries: [Entry] = []
  private var places: [String: Int] = [:]
  /// Those that found no room, as often as they came.
  private(set) var refusedCount: UInt64 = 0
  private let limit: Int

  init(limit: Int) { self.limit = limit }

  /// The place of that key's entry, made where there is none; nil where there is no room, or it may not grow.
  mutating func place(of key: String, mayGrow: Bool, make: () -> Entry) -> Int? {
    if let known = places[key] { return known }
    guard mayGrow, entries.count < limit else {
      refusedCount += 1
      return nil
    }
    places[key] = entries.count
    entries.append(make())
    return entries.count - 1
  }

  func place(of key: String) -> Int? { places[key] }

  subscript(place: Int) -> Entry {
    get { entries[place] }
    _modify { yield &entries[place] }
  }

  /// Forgets the entries that `isKept` refuses.
  mutating func keep(_ isKept: (Entry) -> Bool) {
    let kept = places.filter { isKept(entries[$0.value]) }.sorted { $0.value < $1.value }
    entries = kept.map { entries[$0.value] }
    places = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element.key, $0.offset) })
  }
}
