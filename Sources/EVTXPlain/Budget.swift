/// How much may still be made of the bytes of one record or chunk.
///
/// A template of a few bytes can be filled again and again, and one value may stand in many places, so the size of the
/// input bounds nothing.
final class Budget {
  private var nodes: Int
  private var bytes: Int

  init(nodes: Int, bytes: Int) {
    self.nodes = nodes
    self.bytes = bytes
  }

  /// The largest records of real logs make some thousand nodes.
  static func forRecord() -> Budget { Budget(nodes: 65_536, bytes: 4 << 20) }
  /// A chunk of 64 KiB makes some ten thousand.
  static func forChunk() -> Budget { Budget(nodes: 1 << 20, bytes: 32 << 20) }

  /// Takes one node with a text of that many bytes; false where the budget has no room for it.
  func take(textBytes count: Int = 0) -> Bool {
    nodes -= 1
    bytes -= count
    return nodes >= 0 && bytes >= 0
  }
}

/// How deep things may stand inside each other, as in the fast reader.
enum DepthLimit {
  /// Elements inside elements of one template or run.
  ///
  /// Real ones stay below 10.
  static let elements = 64
  /// Templates inside values of templates.
  ///
  /// Windows needs two.
  static let templates = 8
}
