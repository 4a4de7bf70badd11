/// An archive that has just been opened, with all that reading it needs.
struct OpenedArchive {
  let source: String
  let trail: Trail
  let kind: ArchiveKind
  let contents: ArchiveContents
  let reader: LibArchive
  let budget: UnpackBudget
  let listing: [ZipListing.Entry]
}

/// Opens archives: those that were given in place, nested ones from a spool file or as they pass.
struct ArchiveOpener {
  let options: EvidenceOptions

  enum Failure: Error {
    /// Costs this archive alone: one lower-case clause.
    case refused(String)
    case spool(EvidenceError)
  }

  /// `budget` is nil for an archive that is not nested; `head` are the bytes that were already taken from the stream;
  /// `depth` is 1 for an archive in one that was given.
  func open(
    _ candidate: Candidate, kind: ArchiveKind, head: [UInt8], budget: UnpackBudget?, depth: Int
  ) throws(Failure) -> OpenedArchive {
    let isGiven = budget == nil
    let budget = budget ?? UnpackBudget(limits: options.limits)
    switch kind {
    case .rar: throw .refused("a RAR archive cannot be opened here; unpack it first")
    case .volume: throw .refused("a part of an archive in several volumes; join the parts first")
    case .zip, .sevenZip:
      let (file, contents) = try seekable(candidate, head: head, depth: depth)
      let input = SeekingInput(file, budget: budget, counts: isGiven)
      let listing = kind == .zip ? try list(file) : nil
      let reader = try reader(input, kind, isListed: listing != nil)
      return OpenedArchive(
        source: candidate.source, trail: candidate.asArchive, kind: kind, contents: contents, reader: reader,
        budget: budget, listing: listing?.entries ?? [])
    default:
      let input = PassingInput(candidate.stream, head: head, budget: budget, counts: isGiven)
      let reader = try reader(input, kind, isListed: false)
      return OpenedArchive(
        source: candidate.source, trail: candidate.asArchive, kind: kind,
        contents: .passing(input, isGiven: isGiven), reader: reader, budget: budget, listing: [])
    }
  }

  /// Reads the lists that collectors leave in their archives, where the archive's own listing tells that they are
  /// there.
  ///
  /// A 7z's listing cannot be had without unpacking it, so only DFIR-ORC's are gone through twice.
  func learn(_ opened: OpenedArchive, _ record: EvidenceRecord) {
    let members = HintMembers(opened, passwords: options.passwords)
    if opened.kind == .sevenZip, ORCName.isArchive(opened.trail) {
      let lists = members.read(limit: 1)
      record.learn(lists.map(\.trail)) { _ in lists }
    }
    guard !opened.listing.isEmpty else { return }
    let trails = opened.listing.compactMap { entry -> Trail? in
      guard case .components(let names) = MemberName.parse(entry.name) else { return nil }
      return opened.trail.appending(names)
    }
    record.learn(trails) { count in members.read(limit: count) }
  }

  private func reader(_ input: ArchiveInput, _ kind: ArchiveKind, isListed: Bool) throws(Failure) -> LibArchive {
    do {
      return try LibArchive(input, kind: kind, passwords: options.passwords, isListed: isListed)
    } catch {
      throw .refused("damaged \(kind.rawValue) archive: \(error.reason)")
    }
  }

  private func list(_ file: EvidenceFile) throws(Failure) -> ZipListing? {
    switch ZipListing.read(file, limit: options.limits.entries) {
    case .sound(let listing): return listing
    case .absent: return nil
    case .tooMany(let count):
      throw .refused("holds \(count) members or more, \(options.limits.entries) are allowed (--max-entries)")
    }
  }

  private func seekable(
    _ candidate: Candidate, head: [UInt8], depth: Int
  ) throws(Failure) -> (EvidenceFile, ArchiveContents) {
    if let file = candidate.file { return (file, .given(file, BackgroundHash(file))) }
    do {
      let (file, hash) = try options.spool.unpack(candidate.stream, head: head, depth: depth)
      return (file, .spooled(file, hash))
    } catch {
      switch error {
      case .cut(let reason): throw .refused(reason)
      case .system(let number):
        throw .spool(.cannotSpool(folder: options.spool.folder, reason: systemError(number)))
      }
    }
  }
}
