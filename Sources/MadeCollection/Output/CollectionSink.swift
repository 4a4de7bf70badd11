internal import Foundation

/// Where the files of a collection go.
protocol CollectionSink {
  /// Adds bytes to the end of a file, which is made if it is not there.
  mutating func append(_ bytes: [UInt8], to path: String) throws
  /// Nothing more comes for this file.
  mutating func close(_ path: String) throws
}

/// Files in a folder.
struct FolderSink: CollectionSink {
  private let folder: URL
  private var open: [String: FileHandle] = [:]

  init(folder: URL) { self.folder = folder }

  mutating func append(_ bytes: [UInt8], to path: String) throws {
    let file: FileHandle
    if let known = open[path] {
      file = known
    } else {
      let url = folder.appendingPathComponent(path)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data().write(to: url)
      file = try FileHandle(forWritingTo: url)
      open[path] = file
    }
    try file.write(contentsOf: bytes)
  }

  mutating func close(_ path: String) throws { try open.removeValue(forKey: path)?.close() }
}

/// Files in memory, for small collections.
struct MemorySink: CollectionSink {
  private(set) var files: [String: [UInt8]] = [:]

  mutating func append(_ bytes: [UInt8], to path: String) { files[path, default: []] += bytes }
  mutating func close(_ path: String) {}
}
