import Bytes

/// Reads a few members of an archive before it is read from its begin: the lists that collectors leave in it.
struct HintMembers {
  private let opened: OpenedArchive
  private let passwords: [String]

  init(_ opened: OpenedArchive, passwords: [String]) {
    self.opened = opened
    self.passwords = passwords
  }

  /// The trail and the content of each list, as many as `limit`; what cannot be read is left out.
  ///
  /// With `wanted` others are passed over.
  func read(limit: Int, among wanted: Set<Trail>? = nil) -> [(trail: Trail, bytes: [UInt8])] {
    guard let file = opened.contents.file else { return [] }
    let input = SeekingInput(file, budget: opened.budget, counts: opened.contents.isGiven)
    let isListed = !opened.listing.isEmpty
    guard
      let reader = try? LibArchive(input, kind: opened.kind, passwords: passwords, isListed: isListed)
    else { return [] }
    var found: [(trail: Trail, bytes: [UInt8])] = []
    while found.count < limit, opened.budget.exhausted == nil {
      switch reader.next() {
      case .member(let member):
        let stream = MemberStream(reader, budget: opened.budget, packed: nil, lock: nil)
        if let trail = trail(member), wanted?.contains(trail) ?? true, let bytes = content(member, stream) {
          found.append((trail, bytes))
        }
        if opened.kind != .zip { stream.drain() }
      case .damaged: continue
      case .broken, .end: return found
      }
    }
    return found
  }

  private func trail(_ member: ArchiveMember) -> Trail? {
    guard member.kind == .file, case .components(let names) = MemberName.parse(member.name), let name = names.last,
      HintFile(name) != nil
    else { return nil }
    return opened.trail.appending(names)
  }

  private func content(_ member: ArchiveMember, _ stream: MemberStream) -> [UInt8]? {
    guard member.size ?? 0 <= UInt64(HintFile.longest) else { return nil }
    var buffer = ByteBuffer(capacity: 64 << 10)
    while buffer.count < HintFile.longest {
      switch stream.fill(&buffer, upTo: 64 << 10) {
      case .bytes: continue
      case .end: return buffer.array
      case .cut: return nil
      }
    }
    return nil
  }
}
