/// How much one archive may unpack to, whatever it claims to hold.
///
/// Each limit counts everything that comes out of one archive as it was given, nested archives included, and has a
/// flag on the command line. What goes beyond is refused with the name of the limit; what came before stays.
public struct Limits: Hashable, Sendable {
  /// Members of one archive, folders and refused ones included (`--max-entries`).
  ///
  /// A full triage of an Exchange server has some ten thousand files.
  public var entries: Int
  /// Bytes that come out of one archive (`--max-total-size`): 1 TiB, more than a server's volumes of logs.
  public var totalBytes: UInt64
  /// Bytes of one member (`--max-file-size`): 64 GiB, above any log, registry hive or `$MFT`.
  public var memberBytes: UInt64
  /// How many bytes may come out for each byte that went in (`--max-ratio`), beyond the first `freeBytes`.
  ///
  /// Event logs that are mostly empty shrink by 1:100 to 1:200, text logs by 1:30; zeros by 1:1,000 and more.
  public var ratio: UInt64
  /// Archives inside archives (`--max-depth`); the one that was given counts as 1.
  ///
  /// DFIR-ORC and Microsoft's ExchangeLogCollector nest two to three levels.
  public var depth: Int

  /// Memory that the packing of a 7z may ask for: its default levels ask for 64 MiB at most, version 24's highest 256.
  static let unpackMemory: UInt64 = 256 << 20

  /// What may come out of an archive before its ratio is looked at: small archives of empty logs have any ratio.
  var freeBytes: UInt64 = 256 << 20

  public init(
    entries: Int = 100_000, totalBytes: UInt64 = 1 << 40, memberBytes: UInt64 = 64 << 30, ratio: UInt64 = 500,
    depth: Int = 4
  ) {
    self.entries = entries
    self.totalBytes = totalBytes
    self.memberBytes = memberBytes
    self.ratio = ratio
    self.depth = depth
  }
}
