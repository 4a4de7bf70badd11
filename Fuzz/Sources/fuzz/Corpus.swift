import Bytes
import Evidence
import Foundation

/// Inputs to begin with.
enum Corpus {
  static func write(_ seeds: [Seed], to folder: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    for (number, seed) in seeds.enumerated() {
      let safe = String(seed.name.map { $0.isLetter || $0.isNumber || $0 == "." ? $0 : "-" }.suffix(80))
      try Data(seed.bytes).write(to: URL(fileURLWithPath: folder).appendingPathComponent("\(number)-\(safe)"))
    }
    print("\(folder): \(seeds.count) inputs")
  }

  /// The files below a folder of the development data whose names end so, in order, evenly chosen where there are more
  /// than `most`.
  static func files(_ folder: String?, _ endings: [String], most: Int) -> [Seed] {
    guard let folder, let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    let names = walk.compactMap { $0 as? String }.filter { name in endings.contains { name.hasSuffix($0) } }.sorted()
    return stride(from: 0, to: names.count, by: max(1, names.count / most)).compactMap { number in
      FileManager.default.contents(atPath: folder + "/" + names[number]).map { Seed(names[number], [UInt8]($0)) }
    }
  }

  /// The members of an archive, each up to `length` bytes, every `step`th.
  static func members(of archive: String, step: Int, length: Int) -> [Seed] {
    let options = EvidenceOptions(spoolFolder: NSTemporaryDirectory())
    guard let reader = try? EvidenceReader(paths: [archive], options: options) else { return [] }
    var result: [Seed] = []
    var number = 0
    while let artifact = try? reader.next() {
      number += 1
      guard number % step == 0 else { continue }
      var buffer = ByteBuffer()
      _ = artifact.read(upTo: length, into: &buffer)
      result.append(Seed("\(number)-\(artifact.artifact.path)", buffer.array))
    }
    return result
  }
}
