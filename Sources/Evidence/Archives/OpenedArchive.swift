/// An archive that has just been opened, with all that reading it needs.
struct OpenedArchive {
  let source: String
  let trail: Trail
  let kind: ArchiveKind
  let contents: ArchiveContents
  let reader: LibArchive
  let budget: UnpackBudget
  let listing: [ZipListing.Entry]
  /// How many passwords were tried.
  var passwordCount = 0
  /// What of it is left out from the start, and why: lower-case clauses.
  var leftOut: [String] = []
}

/// Opens archives: those that were given in place, nested ones from a spool file or as they pass.
struct ArchiveOpener {
  let options: EvidenceOptions
  /// Counts what is read of archives in files of their own.
  var meter = ReadMeter()

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
    case .zip:
      let (file, contents) = try seekable(candidate, head: head, depth: depth)
      let input = SeekingInput(file, budget: budget, counts: isGiven, meter: meter)
      let listing = try list(file)
      let passwords = passwords(file, listing)
      let reader = try reader(input, kind, passwords, isListed: listing != nil)
      return OpenedArchive(
        source: candidate.source, trail: candidate.asArchive, kind: kind, contents: contents, reader: reader,
        budget: budget, listing: listing?.entries ?? [],
        passwordCount: min(options.passwords.count, PasswordSearch.mostPasswords), leftOut: listing?.leftOut ?? [])
    case .sevenZip:
      let (file, contents) = try seekable(candidate, head: head, depth: depth)
      try check(SevenZipHeader.read(file))
      let input = SeekingInput(file, budget: budget, counts: isGiven, meter: meter)
      return OpenedArchive(
        source: candidate.source, trail: candidate.asArchive, kind: kind, contents: contents,
        reader: try reader(input, kind, [], isListed: false), budget: budget, listing: [])
    default:
      let input = PassingInput(candidate.stream, head: head, budget: budget, counts: isGiven)
      let unpacked = kind == .tar ? nil : try unpacked(input, kind)
      return OpenedArchive(
        source: candidate.source, trail: candidate.asArchive, kind: kind,
        contents: .passing(input, unpacked: unpacked, isGiven: isGiven),
        reader: try reader(unpacked ?? input, unpacked == nil ? kind : .unpacked, [], isListed: false), budget: budget,
        listing: [])
    }
  }

  /// Reads the lists that collectors leave in their archives, where the archive's own listing tells that they are
  /// there.
  ///
  /// A 7z's listing cannot be had without unpacking it, so only DFIR-ORC's are gone through twice.
  ///
  /// With `wanted` only what that artifact needs is read.
  func learn(_ opened: OpenedArchive, _ record: EvidenceRecord, _ wanted: WantedArtifact?) {
    let members = HintMembers(opened, passwords: options.passwords)
    if wanted == nil, opened.kind == .sevenZip, ORCName.isArchive(opened.trail) {
      let lists = members.read(limit: 1)
      record.learn(lists.map(\.trail)) { _ in lists }
    }
    guard !opened.listing.isEmpty else { return }
    let trails = opened.listing.compactMap { entry -> Trail? in
      guard case .components(let names) = MemberName.parse(entry.name),
        wanted?.needs("\(opened.source)!\(names.joined(separator: "/"))") ?? true
      else { return nil }
      return opened.trail.appending(names)
    }
    let listed = wanted == nil ? nil : Set(trails)
    record.learn(trails) { count in members.read(limit: count, among: listed) }
  }

  /// The passwords that the reader is given; of a zip with a sound list none that did not open anything.
  private func passwords(_ file: EvidenceFile, _ listing: ZipListing?) -> [String] {
    let all = Array(options.passwords.prefix(PasswordSearch.mostPasswords))
    guard let listing else { return all }
    var search = PasswordSearch(file, passwords: all)
    switch search.run(listing) {
    case .needless, .noneFits: return []
    // The others stand behind it, for members that have another one.
    case .found(let password): return [password] + all.filter { $0 != password }
    case .tooCostly: return all
    }
  }

  private func unpacked(_ input: PassingInput, _ kind: ArchiveKind) throws(Failure) -> UnpackedInput {
    do { return try UnpackedInput.make(input, kind: kind) } catch {
      throw .refused("damaged \(kind.rawValue) data: \(error.reason)")
    }
  }

  private func check(_ header: SevenZipHeader.Outcome) throws(Failure) {
    switch header {
    case .refused(let reason): throw .refused(reason)
    case .sound(let header):
      if header.memberCount > UInt64(options.limits.entries) {
        throw .refused("holds \(header.memberCount) members, \(options.limits.entries) are allowed (--max-entries)")
      }
      if header.memory > Limits.unpackMemory {
        throw .refused("needs \(header.memory) bytes of memory to unpack, \(Limits.unpackMemory) are allowed")
      }
    }
  }

  private func reader(
    _ input: ArchiveInput, _ kind: ArchiveKind, _ passwords: [String], isListed: Bool
  ) throws(Failure) -> LibArchive {
    do {
      return try LibArchive(input, kind: kind, passwords: passwords, isListed: isListed)
    } catch {
      throw .refused("damaged \(kind.rawValue) archive: \(error.reason)")
    }
  }

  private func list(_ file: EvidenceFile) throws(Failure) -> ZipListing? {
    switch ZipListing.read(file, limit: options.limits.entries) {
    case .sound(let listing) where listing.isVolume:
      throw .refused("a part of a zip in several volumes; join the parts first")
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
