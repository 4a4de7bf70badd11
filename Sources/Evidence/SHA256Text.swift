internal import Bytes

/// SHA-256 as text, for things that are no artifacts.
public enum SHA256Text {
  /// The hash of some bytes, 64 lower-case hexadecimal digits.
  public static func hash(of bytes: [UInt8]) -> String {
    var hash = ContentHash()
    unsafe hash.update(bytes.span.bytes)
    return hash.hexDigits()
  }

  /// The hash of lines, each ended by a line feed.
  public static func hash(of lines: [String]) -> String {
    hash(of: lines.flatMap { Array($0.utf8) + [0x0A] })
  }
}
