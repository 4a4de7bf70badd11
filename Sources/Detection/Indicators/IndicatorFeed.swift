internal import Bytes
internal import Model

/// What one file of indicators holds: those that are used, and each entry that is not.
public struct IndicatorFeed: Sendable, Hashable {
  /// How the file is written.
  public enum Format: String, Sendable, Hashable {
    case list, csv, stix, misp
  }

  /// Nil where it is none of them.
  public var format: Format?
  public var indicators: [Indicator] = []
  /// The first of the entries that are not used.
  public private(set) var problems: [IndicatorProblem] = []
  /// How many entries are not used.
  public private(set) var refusedCount = 0
  /// Set where the file as a whole could not be read.
  public private(set) var isBroken = false

  let file: String
  /// The file's own name without folders: the feed's where it gives none.
  let ownName: String

  /// Larger files are refused, since a feed is read whole.
  public static let mostBytes = 256 << 20
  /// Entries of one file that are read.
  static let mostEntries = 1_000_000
  static let mostProblems = 1000

  /// Reads a file; what is wrong with it is among the problems.
  ///
  /// A document that begins with a brace or bracket is a STIX bundle or MISP events; a file whose first line names
  /// columns is a CSV; anything else is a list. A broken file gives no indicators.
  public init(file: String, bytes: RawSpan) {
    self.file = file
    ownName = IndicatorText.cut(file.split { $0 == "/" || $0 == "\\" || $0 == "!" }.last.map(String.init) ?? file)
    guard bytes.byteCount <= Self.mostBytes else {
      fail("a file of more than \(Self.mostBytes >> 20) MiB", at: "")
      return
    }
    switch Self.firstByte(bytes) {
    case nil: fail("an empty file", at: "")
    case UInt8(ascii: "{"),
      UInt8(ascii: "[") where !Self.beginsWithAddress(bytes):
      do { readJSON(try JSONDocument.read(bytes)) } catch {
        fail("no JSON: \(error.reason)", at: "line \(error.line), column \(error.column)")
      }
    default:
      if let table = IndicatorTable(bytes) {
        format = .csv
        IndicatorCSV.read(table, into: &self)
      } else {
        format = .list
        IndicatorList.read(bytes, into: &self)
      }
    }
  }

  private static func firstByte(_ bytes: RawSpan) -> UInt8? {
    var at = bytes.uint8(at: 0) == 0xEF ? 3 : 0
    while let byte = bytes.uint8(at: at), byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    return bytes.uint8(at: at)
  }

  /// Whether the first line is an address in brackets.
  private static func beginsWithAddress(_ bytes: RawSpan) -> Bool {
    let line = bytes.extracting(0..<min(bytes.firstIndex(of: 0x0A) ?? bytes.byteCount, 128, bytes.byteCount))
    return line.firstIndex(of: UInt8(ascii: "]")) != nil
      && !",\"{".utf8.contains { line.firstIndex(of: $0) != nil }
  }

  private mutating func readJSON(_ document: JSONDocument) {
    if STIXBundle.recognizes(document) {
      format = .stix
      STIXBundle.read(document, into: &self)
    } else if MISPEvents.recognizes(document) {
      format = .misp
      MISPEvents.read(document, into: &self)
    } else {
      fail("neither a STIX bundle nor MISP events", at: "")
    }
  }

  // MARK: Entries

  /// What an entry says beside its value.
  struct Judgment {
    var feed: String?
    var confidence: Confidence?
    var validFrom: Timestamp?
    var validUntil: Timestamp?
    var isRevoked = false
    var weakness: String?
  }

  /// Bytes of all that one file looks for; a network of addresses is many texts.
  static let mostTextBytes = 128 << 20
  /// Bytes of what it looks for so far.
  private var textBytes = 0

  /// Adds what a value is as that kind, or the reason why not.
  mutating func add(_ kind: IndicatorKind, _ value: String, _ judgment: Judgment, at place: @autoclosure () -> String) {
    do { try append([IndicatorTest(kind, value: value)], value, judgment, place()) } catch {
      refuse("\(kind.word) \(IndicatorText.cut(value)): \(error.reason)", at: place())
    }
  }

  /// Adds tests that must hold together.
  mutating func add(_ tests: [IndicatorTest], _ value: String, _ judgment: Judgment, at place: String) {
    do { try append(tests, value, judgment, place) } catch {
      refuse("\(IndicatorText.cut(value)): \(error.reason)", at: place)
    }
  }

  private mutating func append(
    _ tests: [IndicatorTest], _ value: String, _ judgment: Judgment, _ place: String
  ) throws(IndicatorRefused) {
    guard indicators.count < Self.mostEntries else {
      throw IndicatorRefused("more than \(Self.mostEntries) indicators in one file")
    }
    textBytes += tests.reduce(0) { $0 + $1.byteCount }
    guard textBytes <= Self.mostTextBytes else {
      throw IndicatorRefused("what is looked for is more than \(Self.mostTextBytes >> 20) MiB in one file")
    }
    indicators.append(
      Indicator(
        tests: tests, value: value, feed: judgment.feed.map { IndicatorText.cut($0) } ?? ownName,
        origin: IndicatorOrigin(file: file, place: place), confidence: judgment.confidence,
        validFrom: judgment.validFrom, validUntil: judgment.validUntil, isRevoked: judgment.isRevoked,
        weakness: judgment.weakness ?? (tests.count == 1 ? WeakIndicators.weakness(tests[0]) : nil)))
  }

  mutating func refuse(_ reason: String, at place: String) {
    refusedCount += 1
    guard problems.count < Self.mostProblems else { return }
    problems.append(IndicatorProblem(origin: IndicatorOrigin(file: file, place: place), reason: reason))
  }

  private mutating func fail(_ reason: String, at place: String) {
    isBroken = true
    refuse(reason, at: place)
  }
}
