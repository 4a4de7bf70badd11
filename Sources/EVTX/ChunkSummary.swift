public import Model

/// What a reader says of one chunk.
public struct ChunkSummary: Sendable, Hashable {
  /// How many records were read.
  public var recordCount = 0
  /// Bytes of the chunk that were read, its unused space included.
  ///
  /// With the skips they make up the chunk.
  public var understood = 0
  /// What was not read, with offsets in the artifact.
  public var skips: [Skip] = []
  /// What does not agree but cost nothing, each a lower-case clause: bad checksums, wrong counts.
  public var notes: [String] = []
  /// How many records were found in unused space; only when carving.
  public var carvedCount = 0

  public init() {}
}
