import Model

/// An archive, member by member.
final class ArchiveLevel: EvidenceLevel {
  let source: String
  let trail: Trail
  private let kind: ArchiveKind
  private let contents: ArchiveContents
  private let reader: LibArchive
  private let budget: UnpackBudget
  private var listing: ArraySlice<ZipListing.Entry>
  private var names = MemberNames()
  private var current: MemberStream?
  private var memberCount = 0
  private var damage: String?
  private var isDone = false
  private let passwordCount: Int
  private let leftOut: [String]
  private let wanted: WantedArtifact?

  /// With `wanted`, other members are passed over.
  init(_ opened: OpenedArchive, wanted: WantedArtifact?) {
    self.wanted = wanted
    passwordCount = opened.passwordCount
    leftOut = opened.leftOut
    source = opened.source
    trail = opened.trail
    kind = opened.kind
    contents = opened.contents
    reader = opened.reader
    budget = opened.budget
    listing = opened.listing[...]
  }

  func next(_ record: EvidenceRecord) -> Candidate? {
    while !isDone {
      finishMember()
      if budget.exhausted != nil { return stop() }
      switch reader.next() {
      case .member(let member):
        memberCount += 1
        budget.countEntry()
        if budget.exhausted != nil { return stop() }
        if let candidate = candidate(member, record) { return candidate }
      case .damaged(let reason): if damage == nil { damage = reason }
      case .broken(let reason):
        damage = reason
        return stop()
      case .end: return stop()
      }
    }
    return nil
  }

  private func stop() -> Candidate? {
    isDone = true
    return nil
  }

  /// Members that were not read to their end must be counted all the same where passing over them unpacks them.
  private func finishMember() {
    if kind != .zip { current?.drain() }
    current = nil
  }

  private func candidate(_ member: ArchiveMember, _ record: EvidenceRecord) -> Candidate? {
    let listed = takeListed(member.name)
    let stream = MemberStream(
      reader, budget: budget, packed: listed?.packed, lock: member.isEncrypted ? passwordCount : nil,
      salvage: salvage(listed))
    current = stream
    let name = reader.isSingleFile ? trail.unpackedName : name(of: member)
    let shown = names.unique(NameText.decode(name).replacing("\\", with: "/"))
    let place = "\(source)!\(shown)"
    if member.kind == .folder || wanted?.mayBe(in: place) == false { return nil }
    switch MemberName.parse(name) {
    case .refused(let reason): record.refuse(place, reason)
    case .components(let components):
      if let reason = refusal(member, components, listed) {
        record.refuse(place, reason)
        break
      }
      if components.contains(where: MemberName.isDevice) { record.note(place, "has the name of a Windows device") }
      return Candidate(
        trail: reader.isSingleFile ? trail.replacingLast(components) : trail.appending(components), source: place,
        stream: stream, file: nil, size: member.size,
        modified: kind == .zip ? listed?.modified : member.modified)
    }
    return nil
  }

  private func salvage(_ listed: ZipListing.Entry?) -> ((UInt64) -> ZipSalvage?)? {
    guard let listed, let file = contents.file else { return nil }
    return { size in ZipSalvage(file, listed, after: size) }
  }

  private func name(of member: ArchiveMember) -> [UInt8] {
    member.name.isEmpty ? Array("member \(memberCount)".utf8) : member.name
  }

  private func refusal(_ member: ArchiveMember, _ components: [String], _ listed: ZipListing.Entry?) -> String? {
    if case .special(let what) = member.kind {
      names.addLink(components)
      return "\(what) is not read"
    }
    if names.leadsThroughLink(components) { return "its path leads through a link" }
    guard let size = member.size else { return nil }
    return budget.refusal(memberOf: size, packed: listed?.packed)
  }

  /// The entry of the zip's list for this member: both come in the same order, but libarchive may leave some out.
  private func takeListed(_ name: [UInt8]) -> ZipListing.Entry? {
    guard let at = listing.prefix(1000).firstIndex(where: { $0.name == name }) else { return nil }
    let entry = listing[at]
    listing = listing[(at + 1)...]
    return entry
  }

  func close(_ record: EvidenceRecord) {
    isDone = true
    finishMember()
    if let reason = budget.exhausted, contents.isGiven { record.refuse(source, "\(reason); the rest is not read") }
    for reason in leftOut { record.refuse(source, reason) }
    let (sha256, lateDamage) = contents.finish(budget)
    if let damage = damage ?? lateDamage { record.refuse(source, "damaged: \(damage)") }
    let place = trail.placement(record.hints)
    record.add(Container(source: source, path: place.path, size: contents.size, sha256: sha256))
  }
}

extension Trail {
  /// What is inside a single compressed file: its name without the ending.
  fileprivate var unpackedName: [UInt8] {
    let name = segments.last?.name ?? root
    let ending = [".gz", ".bz2", ".xz", ".zst"].first { name.lowercased().hasSuffix($0) && name.count > $0.count }
    return Array(name.dropLast(ending?.count ?? 0).utf8)
  }

  /// A single compressed file stands for what is inside it.
  fileprivate func replacingLast(_ names: [String]) -> Trail {
    Trail(root: root, segments: segments.dropLast() + names.map { Segment($0) })
  }
}
