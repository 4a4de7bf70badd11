import Bytes

/// Templates and shapes that were met, each taken apart once.
///
/// One for each worker: nothing here is shared.
struct ShapeCache {
  private var templates: [Template] = []
  /// Hash of the canonical form → numbers of templates.
  private var byHash: [UInt64: [Int]] = [:]
  private var canonicalForms: [[UInt8]] = []
  private var keptBytes = 0
  private var shapes: [Shape] = []
  /// The keys of all shapes, one after another; that of shape `n` is `keyStarts[n] ..< keyStarts[n + 1]`.
  private var keys: [UInt32] = []
  private var keyStarts = [0]
  /// Hash of the key → place of the first shape with it; shapes of one hash are chained by `next`.
  private var shapePlaces: [UInt64: Int] = [:]
  private var next: [Int] = []
  private var last = -1
  /// Grows with each time that everything was forgotten: numbers of templates from before are void.
  private(set) var generation = 0

  subscript(template: Int) -> Template { templates[template] }

  /// Forgets everything once there is too much of it.
  ///
  /// Only between chunks.
  mutating func trim() {
    guard
      templates.count > BinaryXMLLimit.keptTemplates || shapes.count > BinaryXMLLimit.keptTemplates
        || keptBytes > BinaryXMLLimit.keptBytes
    else { return }
    self = ShapeCache(generation: generation + 1)
  }

  init(generation: Int = 0) { self.generation = generation }

  /// The number of the template with this canonical form.
  mutating func template(canonical: borrowing ByteBuffer, slotCount: Int) -> Int {
    var hash = TableHash(seed: TableHash.seed)
    let form = canonical.bytes
    hash.combine(form)
    if let known = byHash[hash.value] {
      for number in known where isForm(number, form) { return number }
    }
    templates.append(Template(id: UInt32(templates.count), canonical: form, slotCount: slotCount))
    canonicalForms.append(form.array)
    keptBytes += form.byteCount
    byHash[hash.value, default: []].append(templates.count - 1)
    return templates.count - 1
  }

  private func isForm(_ number: Int, _ canonical: RawSpan) -> Bool {
    let known = canonicalForms[number]
    return unsafe known.span.bytes.hasSameBytes(as: canonical)
  }

  /// The shape of a record.
  ///
  /// `key` has, for each part: template, parent slot + 1, first slot, count of values.
  mutating func shape(key: borrowing ElementBuffer<UInt32>) -> Shape {
    if last >= 0, isKey(last, key) { return shapes[last] }
    var hash = TableHash(seed: TableHash.seed)
    for at in 0..<key.count { hash.combine(UInt64(key[at])) }
    let first = shapePlaces[hash.value] ?? -1
    var place = first
    while place >= 0, !isKey(place, key) { place = next[place] }
    last = place >= 0 ? place : add(key, hash.value, before: first)
    return shapes[last]
  }

  private func isKey(_ place: Int, _ key: borrowing ElementBuffer<UInt32>) -> Bool {
    guard keyStarts[place + 1] - keyStarts[place] == key.count else { return false }
    let start = keyStarts[place]
    for at in 0..<key.count where keys[start &+ at] != key[at] { return false }
    return true
  }

  private mutating func add(_ key: borrowing ElementBuffer<UInt32>, _ hash: UInt64, before first: Int) -> Int {
    let parts = stride(from: 0, to: key.count - 3, by: 4).map { (at: Int) -> Shape.Part in
      let template = templates[Int(key[at])]
      let parent = Int(key[at + 1]) - 1
      return Shape.Part(
        template: template, parentSlot: parent, firstSlot: Int(key[at + 2]), slotCount: Int(key[at + 3]))
    }
    for at in 0..<key.count { keys.append(key[at]) }
    keyStarts.append(keys.count)
    let shape = Shape(parts: parts)
    shapes.append(shape)
    keptBytes += shape.keptBytes
    next.append(first)
    shapePlaces[hash] = shapes.count - 1
    return shapes.count - 1
  }
}
