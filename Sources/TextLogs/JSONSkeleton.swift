internal import Bytes

/// The keys of one kind of record, read back from the skeleton that the parser left.
struct JSONSkeleton {
  /// One value: the keys on the way to it, decoded.
  ///
  /// Elements of an array share one path.
  struct Leaf: Hashable, Sendable {
    var path: [String]
  }

  /// In the order of the record; the number of a leaf is the number of its slot.
  private(set) var leaves: [Leaf] = []

  /// Bytes of names that one schema may hold: a long key above many values would be repeated for each of them.
  static let nameLimit = 1 << 20

  /// Nil where the names together are longer than `nameLimit`.
  init?(_ skeleton: RawSpan) {
    var reader = Reader()
    var at = 0
    reader.value(skeleton, &at)
    guard reader.nameBytes <= Self.nameLimit else { return nil }
    leaves = reader.leaves
  }

  private struct Reader {
    var leaves: [Leaf] = []
    var nameBytes = 0
    private var path: [String] = []

    mutating func value(_ skeleton: RawSpan, _ at: inout Int) {
      let byte = skeleton.uint8(at: at)
      at += 1
      switch byte {
      case UInt8(ascii: "{"): object(skeleton, &at)
      case UInt8(ascii: "["): array(skeleton, &at)
      default: leaf()
      }
    }

    private mutating func leaf() {
      nameBytes += path.reduce(0) { $0 + $1.utf8.count }
      guard nameBytes <= JSONSkeleton.nameLimit else { return }
      leaves.append(Leaf(path: path))
    }

    private mutating func object(_ skeleton: RawSpan, _ at: inout Int) {
      while let byte = skeleton.uint8(at: at), byte == UInt8(ascii: "\"") {
        path.append(key(skeleton, &at))
        value(skeleton, &at)
        path.removeLast()
      }
      at += 1
    }

    private mutating func array(_ skeleton: RawSpan, _ at: inout Int) {
      while let byte = skeleton.uint8(at: at), byte != UInt8(ascii: "]") { value(skeleton, &at) }
      at += 1
    }

    private func key(_ skeleton: RawSpan, _ at: inout Int) -> String {
      var text = ByteBuffer(capacity: 64)
      guard case .closed(let end) = text.append(jsonText: skeleton, at: at + 1) else {
        at = skeleton.byteCount
        return ""
      }
      at = end
      return text.text
    }
  }
}
