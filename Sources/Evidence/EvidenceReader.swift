internal import Bytes
public import Model

/// All artifacts of what was given as evidence, one after another, each read once.
///
/// The order is fixed: paths as they were given; below a folder by the bytes of the path; in an archive as it has
/// them, with what a nested archive holds in its place. Links, devices, pipes and sockets are never followed or read.
/// Evidence is opened for reading only, without touching its time of access where the system allows that.
///
/// Calls must not overlap; which thread makes them does not matter.
public final class EvidenceReader: @unchecked Sendable {
  private let options: EvidenceOptions
  private let opener: ArchiveOpener
  private let record = EvidenceRecord()
  private let meter = ReadMeter()
  private let wanted: WantedArtifact?
  private var given: ArraySlice<GivenPath>
  private var levels: [any EvidenceLevel] = []
  private var budget: UnpackBudget?
  private var current: OpenArtifact?
  private var count = 0
  private var zeros: UInt64 = 0
  /// Paths so far by their folded form, to tell of those that differ only in case.
  private var paths: [String: String] = [:]

  /// Size of all files that were given, archives as they are: the end of the way that `readBytes` goes.
  public let expectedBytes: UInt64

  /// Walks the folders; reads no file yet.
  ///
  /// Throws where a path cannot be opened.
  public init(paths: [String], options: EvidenceOptions) throws(EvidenceError) {
    self.options = options
    opener = ArchiveOpener(options: options, meter: meter)
    wanted = options.only.map(WantedArtifact.init)
    var roots: [GivenPath] = []
    for path in paths where wanted?.mayBe(below: path) != false {
      let root = try GivenPath(path, in: options.directory)
      if roots.contains(where: { $0.identity == root.identity }) {
        record.note(path, "given twice; read once")
      } else {
        roots.append(root)
      }
    }
    if options.passwords.count > PasswordSearch.mostPasswords {
      record.note("passwords", "the first \(PasswordSearch.mostPasswords) of \(options.passwords.count) are tried")
    }
    given = roots[...]
    expectedBytes = roots.reduce(0) { $0 &+ $1.size }
  }

  /// How much of `expectedBytes` has been read so far.
  ///
  /// May be asked for from any thread, also while others read.
  public var readBytes: UInt64 { meter.bytes }

  /// What was not taken in so far, and why.
  public var refusals: [Refusal] { record.refusals }
  /// What a reader of the case should know about the evidence so far.
  public var notes: [EvidenceNote] { record.notes }
  /// The archives that were read to their end so far.
  public var containers: [Container] { record.containers }

  /// The next artifact; nil at the end.
  ///
  /// What is left of the one before is passed over.
  ///
  /// Throws where a nested archive cannot be unpacked for want of room in the spool folder.
  public func next() throws(EvidenceError) -> OpenArtifact? {
    _ = current?.finish()
    current = nil
    while let candidate = nextCandidate() {
      if let artifact = try open(candidate) {
        current = artifact
        return artifact
      }
    }
    return nil
  }

  private func nextCandidate() -> Candidate? {
    while true {
      guard let level = levels.last else {
        guard let root = given.popFirst() else {
          meter.begin(size: 0)
          return nil
        }
        record.beginGiven()
        for entry in root.refused { record.refuse(root.source(of: entry.path), entry.reason) }
        let level = FolderLevel(root, meter: meter, wanted: wanted)
        level.learn(record)
        levels.append(level)
        continue
      }
      if let candidate = level.next(record) { return candidate }
      level.close(record)
      levels.removeLast()
      if levels.count == 1 { budget = nil }
    }
  }

  /// Opens a candidate as an artifact, or goes down into it where it is an archive.
  private func open(_ candidate: Candidate) throws(EvidenceError) -> OpenArtifact? {
    let candidate = widened(candidate)
    var head = ByteBuffer(capacity: ArchiveKind.headLength)
    switch candidate.stream.fill(&head, upTo: ArchiveKind.headLength) {
    case .bytes, .end: break
    case .cut(let reason):
      record.refuse(candidate.source, reason)
      return nil
    }
    let bytes = head.array
    guard let kind = ArchiveKind.recognize(bytes) else { return artifact(candidate, head: bytes) }
    try descend(candidate, kind, head: bytes)
    return nil
  }

  private func artifact(_ candidate: Candidate, head: [UInt8]) -> OpenArtifact {
    let placement = candidate.trail.placement(record.hints)
    let modified = record.hints.modified(candidate.trail, at: placement.path) ?? candidate.modified
    let artifact = Artifact(
      number: count, path: placement.path, source: candidate.source, host: placement.host,
      size: candidate.size ?? 0, modified: modified)
    remark(candidate, placement)
    count += 1
    return OpenArtifact(artifact, head: head, stream: candidate.stream, record: record)
  }

  /// A sparse file with its holes, where its list of ranges tells them and they are not too large.
  private func widened(_ candidate: Candidate) -> Candidate {
    guard let ranges = record.hints.ranges(candidate.trail), ranges.size > ranges.storedSize,
      candidate.size == nil || candidate.size == ranges.storedSize
    else { return candidate }
    let holes = ranges.size - ranges.storedSize
    guard holes <= SparseStream.mostZerosOfFile, zeros + holes <= SparseStream.mostZeros else {
      record.note(
        candidate.source, "sparse: its holes of \(holes) bytes are left out, so offsets are of what is stored")
      return candidate
    }
    zeros += holes
    record.note(candidate.source, "sparse: its holes of \(holes) bytes are read as zeros")
    var wide = candidate
    wide.stream = SparseStream(candidate.stream, ranges)
    wide.file = nil
    wide.size = ranges.size
    return wide
  }

  private func remark(_ candidate: Candidate, _ placement: Placement) {
    if record.hints.isSparseIndex(candidate.trail) {
      record.note(candidate.source, "tells which ranges of the file beside it are stored")
    }
    if let reason = shortage(candidate) { record.refuse(candidate.source, reason) }
    let path = (placement.host ?? "") + "\n" + WindowsPath.folded(placement.path)
    if let other = paths.updateValue(placement.path, forKey: path), other != placement.path {
      record.note(candidate.source, "differs only in case from another artifact, \(other)")
    }
  }

  /// What a collection's own list says is missing of a file.
  private func shortage(_ candidate: Candidate) -> String? {
    guard let upload = record.hints.upload(candidate.trail), let stored = upload.stored else { return nil }
    if let size = candidate.size, size < stored { return "\(size) of the \(stored) bytes that were collected are here" }
    guard upload.isCut, record.hints.ranges(candidate.trail) == nil, let size = upload.size else { return nil }
    return "collected in part only: \(stored) of \(size) bytes"
  }

  private func descend(_ candidate: Candidate, _ kind: ArchiveKind, head: [UInt8]) throws(EvidenceError) {
    guard levels.count <= options.limits.depth else {
      return refuse(candidate, "an archive nested deeper than \(options.limits.depth) levels (--max-depth)")
    }
    do {
      let opened = try opener.open(candidate, kind: kind, head: head, budget: budget, depth: max(1, levels.count - 1))
      if budget == nil { budget = opened.budget }
      opener.learn(opened, record, wanted)
      levels.append(ArchiveLevel(opened, wanted: wanted))
    } catch {
      switch error {
      case .refused(let reason): refuse(candidate, reason)
      case .spool(let failure): throw failure
      }
    }
  }

  /// Refuses an archive as a whole; where it is a file of its own, it is hashed all the same.
  private func refuse(_ candidate: Candidate, _ reason: String) {
    record.refuse(candidate.source, reason)
    guard let file = candidate.file else { return }
    let path = candidate.asArchive.placement(record.hints).path
    record.add(
      Container(source: candidate.source, path: path, size: file.size, sha256: BackgroundHash(file).wait()))
  }
}
