public import Model

/// A match as the spine hands it over and the case keeps it: where in the evidence, for which finding.
public struct StoredMatch: Sendable, Hashable {
  /// Which finding it belongs to: the spine's own number, from 0, the same in `FindingDraft`.
  public var findingKey: Int
  /// `Artifact.number`.
  public var artifact: Int
  /// First byte, counted from the start of the artifact.
  public var offset: UInt64
  public var length: UInt32
  /// The record identifier, or the line number counted from 1; a line 0 is the file as a whole.
  public var number: UInt64
  public var isLine: Bool
  /// `Timestamp.ticks`; `noTime` where the record does not say when.
  public var ticks: Int64
  /// `Timestamp.digits`.
  public var digits: UInt8

  /// Stands in `ticks` for a record without a time.
  public static let noTime = Int64.min

  public init(
    findingKey: Int, artifact: Int, offset: UInt64, length: UInt32, number: UInt64, isLine: Bool, ticks: Int64,
    digits: UInt8 = 7
  ) {
    self.findingKey = findingKey
    self.artifact = artifact
    self.offset = offset
    self.length = length
    self.number = number
    self.isLine = isLine
    self.ticks = ticks
    self.digits = digits
  }

  /// A match on a file as a whole; of one beyond 4 GiB the citation has the beginning.
  public init(wholeFile artifact: Int, findingKey: Int, size: UInt64, modified: Timestamp?) {
    self.init(
      findingKey: findingKey, artifact: artifact, offset: 0, length: UInt32(clamping: size), number: 0, isLine: true,
      ticks: modified?.ticks ?? Self.noTime, digits: modified?.digits ?? 7)
  }

  var time: Timestamp? { ticks == Self.noTime ? nil : Timestamp(ticks: ticks, digits: digits) }

  var place: Citation.Place { isLine ? (number == 0 ? .file : .line(number)) : .record(number) }

  /// Whether it stands before `other` in the evidence.
  func isBefore(_ other: StoredMatch) -> Bool {
    (artifact, offset) < (other.artifact, other.offset)
  }
}

/// A finding as the spine made it, with the key under which its matches were stored.
public struct FindingDraft: Sendable, Hashable {
  public var key: Int
  /// Complete, its `id` included; its citations may be empty: they are the stored matches.
  public var finding: Finding

  public init(key: Int, finding: Finding) {
    self.key = key
    self.finding = finding
  }
}
