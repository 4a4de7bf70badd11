import Glibc

/// A folder that was given, or a file that was given by itself.
final class FolderLevel: EvidenceLevel {
  private let root: GivenPath
  private let meter: ReadMeter
  private let wanted: WantedArtifact?
  private var position = 0

  /// With `wanted`, other files are not even opened.
  init(_ root: GivenPath, meter: ReadMeter, wanted: WantedArtifact?) {
    self.root = root
    self.meter = meter
    self.wanted = wanted
  }

  func next(_ record: EvidenceRecord) -> Candidate? {
    while position < root.files.count {
      let entry = root.files[position]
      position += 1
      let source = root.source(of: entry.path)
      meter.begin(size: entry.size)
      guard wanted?.mayBe(in: source) != false else { continue }
      do {
        let file = try root.open(entry.path)
        return Candidate(
          trail: root.trail(of: entry.path), source: source, stream: FileStream(file, meter: meter), file: file,
          size: file.size, modified: file.modified, isGiven: root.isFile)
      } catch {
        record.refuse(source, error.reason)
      }
    }
    return nil
  }

  /// Reads the lists that collectors leave beside what they took.
  func learn(_ record: EvidenceRecord) {
    guard !root.isFile else { return }
    let files = root.files.filter { entry in wanted?.needs(root.source(of: entry.path)) ?? true }
    record.learn(files.map { root.trail(of: $0.path) }) { _ in
      files.compactMap { entry in
        let trail = root.trail(of: entry.path)
        guard let name = trail.segments.last?.name, HintFile(name) != nil, entry.size <= HintFile.longest,
          let file = try? root.open(entry.path)
        else { return nil }
        return (trail, file.bytes(at: 0, count: Int(min(file.size, UInt64(HintFile.longest)))))
      }
    }
  }

  func close(_ record: EvidenceRecord) {}
}
