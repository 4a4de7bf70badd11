import ExampleCollection
import Foundation
import Testing

/// The collection under `Examples` is what its target makes, byte for byte.
///
/// `UPDATE_GOLDEN=1 swift test --filter ExampleCollectionTests` writes it anew.
@Suite struct ExampleCollectionTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
    "../../Examples/\(ExampleCollection.name)"
  ).standardized

  @Test func theFolderHoldsWhatTheTargetMakes() throws {
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil { try Self.write() }
    let found = try #require(FileManager.default.enumerator(atPath: Self.folder.path)).compactMap { $0 as? String }
      .filter { !Self.isFolder($0) }.sorted()
    #expect(found == ExampleCollection.files.map(\.path))
    for file in ExampleCollection.files {
      let bytes = [UInt8](try Data(contentsOf: Self.folder.appendingPathComponent(file.path)))
      #expect(bytes == file.bytes, "\(file.path) is another one")
    }
  }

  @Test func itStaysSmall() {
    #expect(ExampleCollection.files.reduce(0) { $0 + $1.bytes.count } < 1_500_000)
  }

  private static func isFolder(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: folder.appendingPathComponent(path).path)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }

  private static func write() throws {
    try? FileManager.default.removeItem(at: folder)
    for file in ExampleCollection.files {
      let target = folder.appendingPathComponent(file.path)
      try FileManager.default.createDirectory(at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(file.bytes).write(to: target)
    }
  }
}
