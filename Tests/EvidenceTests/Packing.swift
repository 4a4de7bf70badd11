import EvidenceTestSupport
import Foundation

/// The ways in which one collection may be handed over.
enum Packing: CaseIterable {
  case folder, zip, sevenZip, tar, tarGzip, tarZstd

  /// Whether the names in it can be read before its files, so that a collection's own lists help.
  var isListed: Bool { self == .folder || self == .zip }

  static let listed = allCases.filter(\.isListed)

  /// Writes it as `name`, with the ending of the packing; returns the path.
  func write(_ name: String, _ files: [(String, String)], in scratch: ScratchFolder) throws -> String {
    let entries = files.map { MadeArchive.Entry($0.0, $0.1) }
    switch self {
    case .folder:
      for (file, text) in files { try scratch.write("\(name)/\(file)", Array(text.utf8)) }
      return "\(scratch.path)/\(name)"
    case .zip: return try scratch.write(name + ".zip", MadeArchive.bytes(.zip, entries))
    case .sevenZip: return try scratch.write(name + ".7z", MadeArchive.bytes(.sevenZip, entries))
    case .tar: return try scratch.write(name + ".tar", MadeArchive.bytes(.tar, entries))
    case .tarGzip: return try scratch.write(name + ".tar.gz", MadeArchive.bytes(.tar, filter: .gzip, entries))
    case .tarZstd: return try scratch.write(name + ".tar.zst", MadeArchive.bytes(.tar, filter: .zstd, entries))
    }
  }
}
