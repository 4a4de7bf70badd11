internal import Bytes
internal import Sigma

/// Indicators made ready once for all threads: which grams may begin which of them.
public final class IndicatorIndex: Sendable {
  public let indicators: [Indicator]
  /// Indicators that ask for files alone, by the SHA-256 that they name, in lower case.
  private let files: [String: [Int]]

  let longNarrow: GramFilter
  let longWide: GramFilter
  let shortNarrow: GramFilter
  let shortWide: GramFilter
  let hasLong: Bool
  let hasShort: Bool
  private let long: GramTable
  private let short: GramTable
  private let patterns: IndicatorPatterns

  public init(_ indicators: [Indicator]) {
    self.indicators = indicators
    var texts: [UInt8] = []
    var patterns: [IndicatorPatterns.Pattern] = []
    for (number, indicator) in indicators.enumerated() {
      for needle in [indicator.tests[0].needle] + indicator.tests[0].otherNeedles {
        patterns.append(
          IndicatorPatterns.Pattern(indicator: Int32(number), start: Int32(texts.count), count: Int32(needle.count)))
        texts += needle
      }
    }
    var chooser = GramChooser()
    for pattern in patterns {
      chooser.count(Self.part(texts, pattern), indicators[Int(pattern.indicator)].kind)
    }
    var (long, short) = ([GramTable.Anchor](), [GramTable.Anchor]())
    for (number, pattern) in patterns.enumerated() {
      let choice = chooser.anchors(Self.part(texts, pattern), indicators[Int(pattern.indicator)].kind, number)
      long += choice.long
      short += choice.short
    }
    (hasLong, hasShort) = (!long.isEmpty, !short.isEmpty)
    self.long = GramTable(long)
    self.short = GramTable(short)
    longNarrow = GramFilter(long.map(\.gram), isLong: true, isWide: false)
    longWide = GramFilter(long.map(\.gram), isLong: true, isWide: true)
    shortNarrow = GramFilter(short.map(\.gram), isLong: false, isWide: false)
    shortWide = GramFilter(short.map(\.gram), isLong: false, isWide: true)
    self.patterns = IndicatorPatterns(patterns, texts)
    var files: [String: [Int]] = [:]
    for (number, indicator) in indicators.enumerated() {
      if let hash = indicator.fileHash { files[String(decoding: hash, as: UTF8.self), default: []].append(number) }
    }
    self.files = files
  }

  public var isEmpty: Bool { indicators.isEmpty }

  /// The indicators that name the SHA-256 of such a file, and nothing else that it is not, in ascending order.
  ///
  /// Other hashes of the file are not known; that one says enough.
  public func indicators(ofFile sha256: String, path: String) -> [Int] {
    guard let named = files[sha256] else { return [] }
    let (hash, path) = (Array(sha256.utf8), LetterCase.folded(path))
    return named.filter { number in
      indicators[number].tests.allSatisfy { test in
        if test.kind == .hash { return test.needle.count != hash.count || test.needle == hash }
        var agent = NormalizedAgent()
        return test.holds(in: path.rawSpan, &agent)
      }
    }
  }

  private static func part(_ texts: [UInt8], _ pattern: IndicatorPatterns.Pattern) -> ArraySlice<UInt8> {
    texts[Int(pattern.start)..<Int(pattern.start + pattern.count)]
  }

  /// Calls `found` with each indicator whose first test holds in a folded text; one may come several times.
  func search(_ text: RawSpan, _ agent: inout NormalizedAgent, _ found: (Int) -> Void) {
    if hasLong { search(text, longNarrow, long, isLong: true, &agent, found) }
    if hasShort { search(text, shortNarrow, short, isLong: false, &agent, found) }
  }

  private func search(
    _ text: RawSpan, _ filter: borrowing GramFilter, _ table: borrowing GramTable, isLong: Bool,
    _ agent: inout NormalizedAgent, _ found: (Int) -> Void
  ) {
    var from = 0
    while let at = filter.next(in: text, from: from, to: text.byteCount) {
      from = at + (isLong ? 2 : 1)
      guard let gram = GramFilter.gram(text, at: at, isLong: isLong) else { continue }
      var place = table.first(gram)
      while place >= 0 {
        let entry = table.entry(Int(place))
        place = entry.next
        let indicator = patterns.indicator(Int(entry.pattern))
        let test = indicators[indicator].tests[0]
        if patterns.stands(Int(entry.pattern), of: test, in: text, from: at - Int(entry.offset), &agent) {
          found(indicator)
        }
      }
    }
  }
}

/// The texts that are looked for, one behind the other.
struct IndicatorPatterns: ~Copyable, Sendable {
  /// A text that is looked for, and whose it is.
  struct Pattern: BitwiseCopyable, Sendable {
    var indicator: Int32
    var start: Int32
    var count: Int32
  }

  private let patterns: FrozenArray<Pattern>
  private let texts: FrozenArray<UInt8>

  init(_ patterns: [Pattern], _ texts: [UInt8]) {
    self.patterns = FrozenArray(patterns)
    self.texts = FrozenArray(texts)
  }

  func indicator(_ number: Int) -> Int { Int(patterns[number].indicator) }

  func stands(
    _ number: Int, of test: IndicatorTest, in text: RawSpan, from start: Int, _ agent: inout NormalizedAgent
  ) -> Bool {
    let pattern = patterns[number]
    let needle = texts.bytes(at: Int(pattern.start), count: Int(pattern.count))
    return test.stands(in: text, from: start, needle, &agent)
  }
}

extension Indicator {
  /// The SHA-256 that it names, where all that it asks for can be told of a file: hashes, its name, its path.
  fileprivate var fileHash: [UInt8]? {
    guard tests.allSatisfy({ [.hash, .fileName, .filePath].contains($0.kind) }) else { return nil }
    return tests.first { $0.kind == .hash && $0.needle.count == 64 }?.needle
  }
}
