internal import Bytes
internal import Sigma

/// One text, or one network, that is looked for.
public struct IndicatorTest: Sendable, Hashable {
  public var kind: IndicatorKind
  /// Folded, separators of paths as `/`, blanks of user agents alike; what is looked for, or what a network's addresses
  /// begin with.
  var needle: [UInt8]
  /// Set for addresses that are judged by their bits.
  var network: Network?
  /// Other beginnings of the network's addresses.
  var otherNeedles: [[UInt8]] = []

  /// About how many bytes it takes: its texts, and as much again for keeping each of them.
  var byteCount: Int { needle.count + 64 + otherNeedles.reduce(0) { $0 + $1.count + 64 } }

  /// Fewer characters without a gap are found in too much.
  static let fewestCharacters = 4

  private init(_ kind: IndicatorKind, _ needle: [UInt8]) throws(IndicatorRefused) {
    self.kind = kind
    self.needle = needle
    guard Self.longestRun(of: needle, kind) >= Self.fewestCharacters else {
      throw IndicatorRefused("too short to say anything")
    }
  }

  /// A value whose defanging was undone.
  init(_ kind: IndicatorKind, value: String) throws(IndicatorRefused) {
    guard !value.isEmpty else { throw IndicatorRefused("an empty value") }
    guard value.utf8.count <= IndicatorText.longest else {
      throw IndicatorRefused("a value of more than \(IndicatorText.longest) bytes")
    }
    guard !value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
      throw IndicatorRefused("a value with control characters")
    }
    switch kind {
    case .address: self = try Self.address(value)
    case .domain: self = try Self.domain(value)
    case .url: self = try Self.url(value)
    case .hash: self = try Self.hash(value)
    case .userAgent: try self.init(.userAgent, UserAgentText.normalized(LetterCase.folded(value)))
    case .fileName: self = try Self.fileName(value)
    case .filePath: self = try Self.path(value)
    case .email: self = try Self.email(value)
    }
  }

  // MARK: Kinds

  private static func address(_ value: String) throws(IndicatorRefused) -> IndicatorTest {
    guard let network = Network(NetworkWords.withoutPort(value)) else {
      throw IndicatorRefused("no address and no network")
    }
    if let reason = NetworkWords.refusal(of: network) { throw IndicatorRefused(reason) }
    let begin = NetworkWords.beginnings(of: network)
    guard let first = begin.first else { throw IndicatorRefused("a network too large to say anything") }
    var test = try IndicatorTest(.address, first)
    test.network = network
    test.otherNeedles = Array(begin.dropFirst())
    return test
  }

  private static func domain(_ value: String) throws(IndicatorRefused) -> IndicatorTest {
    var name = value.hasPrefix("*.") ? value.dropFirst(2) : value.hasPrefix(".") ? value.dropFirst() : value[...]
    if name.hasSuffix(".") { name = name.dropLast() }
    let folded = LetterCase.folded(String(name))
    guard isDomain(folded) else { throw IndicatorRefused("no name of a domain") }
    return try IndicatorTest(.domain, folded)
  }

  /// Labels of letters, digits, hyphens and underscores, at least two, the last one not of digits alone.
  static func isDomain(_ name: [UInt8]) -> Bool {
    let labels = name.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard labels.count >= 2, name.count <= 253, let top = labels.last, top.contains(where: { $0 &- 0x30 >= 10 })
    else { return false }
    return labels.allSatisfy { label in
      (1...63).contains(label.count)
        && label.allSatisfy { IndicatorBorder.isWord($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func url(_ value: String) throws(IndicatorRefused) -> IndicatorTest {
    guard let scheme = value.firstRange(of: "://"), isScheme(value[..<scheme.lowerBound]) else {
      return try value.hasPrefix("/") ? path(value) : rest(ofURL: value)
    }
    return try rest(ofURL: String(value[scheme.upperBound...]))
  }

  /// Whether it can be a scheme (RFC 3986, 3.1): what stands before `://` in a query is none.
  private static func isScheme(_ text: Substring) -> Bool {
    text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || "+-.".utf8.contains($0) }
  }

  /// Host and path: the scheme is not always written.
  private static func rest(ofURL value: String) throws(IndicatorRefused) -> IndicatorTest {
    var folded = LetterCase.folded(value)
    let host = folded.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
    if host.count == folded.count - 1, folded.last == UInt8(ascii: "/") { folded.removeLast() }
    guard !host.isEmpty, !folded.contains(UInt8(ascii: " ")) else { throw IndicatorRefused("no URL") }
    return try IndicatorTest(.url, folded)
  }

  private static func hash(_ value: String) throws(IndicatorRefused) -> IndicatorTest {
    let folded = LetterCase.folded(value)
    guard [32, 40, 64].contains(folded.count), folded.allSatisfy(IndicatorBorder.isHex) else {
      throw IndicatorRefused("no MD5, SHA-1 or SHA-256 in hexadecimal digits")
    }
    guard !WeakIndicators.emptyHashes.contains(value.lowercased()) else {
      throw IndicatorRefused("the hash of no bytes at all")
    }
    return try IndicatorTest(.hash, folded)
  }

  private static func fileName(_ value: String) throws(IndicatorRefused) -> IndicatorTest {
    if value.contains("/") || value.contains("\\") { return try path(value) }
    guard !value.contains("*"), !value.contains("?") else { throw IndicatorRefused("a name with wildcards") }
    return try IndicatorTest(.fileName, LetterCase.folded(value))
  }

  private static func path(_ value: String) throws(IndicatorRefused) -> IndicatorTest {
    guard !value.contains("*") else { throw IndicatorRefused("a path with wildcards") }
    var folded = LetterCase.folded(value).map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    if folded.first == UInt8(ascii: "%"), let end = folded.dropFirst().firstIndex(of: UInt8(ascii: "%")) {
      // What a variable stands for differs from machine to machine.
      folded.removeSubrange(...end)
    }
    guard folded.contains(UInt8(ascii: "/")) else { throw IndicatorRefused("no path") }
    return try IndicatorTest(.filePath, folded)
  }

  private static func email(_ value: String) throws(IndicatorRefused) -> IndicatorTest {
    let folded = LetterCase.folded(value)
    let parts = folded.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, isDomain(Array(parts[1])), !folded.contains(UInt8(ascii: " ")) else {
      throw IndicatorRefused("no mail address")
    }
    return try IndicatorTest(.email, folded)
  }

  // MARK: Runs

  /// Characters that may be written otherwise in a record, so that nothing can be looked for across them.
  static func isUnstable(_ byte: UInt8, _ kind: IndicatorKind) -> Bool {
    switch kind {
    case .userAgent: byte == UInt8(ascii: " ") || byte >= 0x80
    case .filePath: byte == UInt8(ascii: "/") || byte >= 0x80
    default: byte >= 0x80
    }
  }

  static func longestRun(of needle: [UInt8], _ kind: IndicatorKind) -> Int {
    needle.split { isUnstable($0, kind) }.map(\.count).max() ?? 0
  }
}
