import Model

/// A file or member that was come upon and not yet looked into.
struct Candidate {
  var trail: Trail
  /// The path as given, `!` between an archive and its member.
  var source: String
  var stream: any ByteStream
  /// The file behind the stream, where it is one.
  var file: EvidenceFile?
  var size: UInt64?
  var modified: Timestamp?
  /// Whether it was given by itself, so that paths inside it are relative to it.
  var isGiven = false

  /// The trail of what is inside, if this is an archive.
  var asArchive: Trail { isGiven ? Trail(root: trail.root, segments: []) : trail.asArchive }
}

/// What yields candidates: a folder, or an archive.
protocol EvidenceLevel: AnyObject {
  /// The next one; nil at the end.
  func next(_ record: EvidenceRecord) -> Candidate?
  /// Called once, when nothing more will be asked for.
  func close(_ record: EvidenceRecord)
}

/// What is said about the evidence beside its artifacts.
final class EvidenceRecord {
  private(set) var refusals: [Refusal] = []
  private(set) var notes: [EvidenceNote] = []
  private(set) var containers: [Container] = []
  /// What the collections' own lists told so far.
  private(set) var hints = Hints()

  /// Names in refusals are cut here, so that a hostile archive cannot fill the memory with them.
  private static let longestName = 1024
  /// Files that a list names and a collection lacks are told one by one up to this number.
  private static let mostMissing = 100

  func refuse(_ source: String, _ reason: String) {
    refusals.append(Refusal(path: Self.short(source), reason: reason))
  }

  func note(_ source: String, _ text: String) {
    notes.append(EvidenceNote(source: Self.short(source), text: text))
  }

  func add(_ container: Container) { containers.append(container) }

  /// Forgets what the collections before told: paths are relative to what was given, and alike in many collections.
  func beginGiven() { hints = Hints() }

  /// Learns from the names of a folder or an archive; `read` gives the collectors' lists, at most so many.
  func learn(_ trails: [Trail], read: (Int) -> [(trail: Trail, bytes: [UInt8])]) {
    let known = hints.uploadKeys
    var reader = HintReader(hints)
    let count = reader.learn(trails)
    if count > 0 {
      for list in read(count) { reader.read(list.bytes, of: list.trail) }
    }
    hints = reader.hints
    refuseMissing(hints.missingUploads(trails, besides: known))
  }

  /// What a collection lists and does not have is no less lost than what is damaged.
  private func refuseMissing(_ paths: [String]) {
    for path in paths.prefix(Self.mostMissing) { refuse(path, "listed in uploads.json, but not in the collection") }
    if paths.count > Self.mostMissing {
      refuse("uploads.json", "\(paths.count - Self.mostMissing) more files are listed, but not in the collection")
    }
  }

  private static func short(_ source: String) -> String {
    guard source.utf8.count > longestName else { return source }
    return String(source.unicodeScalars.prefix(longestName)) + "…"
  }
}
