/// The one artifact that is looked for, when the rest of the evidence is to be passed over unread.
struct WantedArtifact: Sendable {
  private let source: String

  /// `source` as in `Artifact.source`.
  init(_ source: String) { self.source = source }

  /// Whether the artifact is this file or member, or may be inside it.
  func mayBe(in candidate: String) -> Bool { source == candidate || source.hasPrefix(candidate + "!") }

  /// Whether a file or member is the artifact or the list of its ranges, without which it has other bytes.
  func needs(_ candidate: String) -> Bool { candidate == source || candidate == source + ".idx" }

  /// Whether it may be below this path that was given.
  func mayBe(below given: String) -> Bool {
    mayBe(in: given) || source.hasPrefix(given.hasSuffix("/") ? given : given + "/")
  }
}
