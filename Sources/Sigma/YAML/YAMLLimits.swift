/// How much YAML a rule file may hold.
///
/// Rules are hostile until proven otherwise: they are downloaded.
///
/// The largest rule of SigmaHQ (August 2026) has 300 KB and 4,000 values; the deepest has 5 levels.
enum YAMLLimits {
  /// Bytes of one document.
  static let documentBytes = 1 << 20
  /// Bytes of one file.
  static let fileBytes = 32 << 20
  /// Documents of one file.
  static let documents = 10_000
  /// Levels of lists and maps inside each other.
  static let depth = 32
  /// Values of one document, counted after aliases were followed.
  static let values = 100_000
  /// Values of a document that `action: global` or `repeat` merges into others: it is paid for each time.
  static let sharedValues = 2000
  /// Uses of anchors in one document.
  ///
  /// What aliases of aliases can blow up is then at most a few hundredfold.
  static let aliases = 16
  /// Bytes of a document that uses anchors; the base of the blow-up.
  static let documentBytesWithAnchors = 64 << 10
}

/// Counts what may be anchors and aliases in a text, before a parser sees it.
///
/// It over-counts: what stands inside quotes counts too. Only a document with both an anchor and many aliases is
/// refused on its word, and no rule known has even one.
struct AnchorCount {
  private(set) var anchors = 0
  private(set) var aliases = 0

  init(_ bytes: ArraySlice<UInt8>) {
    var previous = UInt8(ascii: "\n")
    for at in bytes.indices {
      let byte = bytes[at]
      if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*"), Self.canStartValue(after: previous),
        at + 1 < bytes.endIndex, bytes[at + 1] > UInt8(ascii: " ")
      {
        if byte == UInt8(ascii: "&") { anchors += 1 } else { aliases += 1 }
      }
      previous = byte
    }
  }

  private static func canStartValue(after byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), 0x09, 0x0A, 0x0D, UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","),
      UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"), 0x80...:
      true
    default: false
    }
  }
}
