import FoundationEssentials
import Model

/// The files of a collection that tell about its other files.
enum HintFile {
  case velociraptorClient, velociraptorResults, velociraptorUploads, velociraptorRanges, kapeCopyLog, orcGetThis

  /// Larger ones are not read before the rest; the paths by name alone stand then.
  static let longest = 64 << 20

  /// Nil for any other file.
  init?(_ name: String) {
    let lower = name.lowercased()
    switch lower {
    case "client_info.json": self = .velociraptorClient
    case "uploads.json": self = .velociraptorUploads
    case "getthis.csv": self = .orcGetThis
    case _ where lower.hasSuffix(".idx"): self = .velociraptorRanges
    case _ where lower.hasSuffix("_copylog.csv"): self = .kapeCopyLog
    case _ where lower.hasSuffix("%2fall file metadata.json") || lower.hasSuffix("%2fuploads.json"):
      self = .velociraptorResults
    default: return nil
    }
  }

  /// Takes over what the file at the trail's end tells about the collection that it lies in.
  func read(_ bytes: [UInt8], of trail: Trail, into hints: inout Hints) {
    let folder = trail.parent
    switch self {
    case .velociraptorUploads: uploads(bytes, folder.relativePath, &hints)
    case .velociraptorRanges:
      if hints.isSparseIndex(trail), let ranges = SparseRanges(bytes) { hints.add(ranges, byIndex: trail) }
    case .velociraptorClient: client(bytes, folder.relativePath, &hints)
    case .velociraptorResults: results(bytes, folder.parent.relativePath, &hints)
    case .kapeCopyLog: copyLog(bytes, folder.relativePath, &hints)
    case .orcGetThis: getThis(bytes, folder.relativePath, &hints)
    }
  }

  /// `client_info.json` of the offline collector, or of a server's export.
  private struct Client: Decodable {
    struct System: Decodable {
      var hostname: String?
      var fqdn: String?
    }
    var hostname: String?
    var system: System?

    enum CodingKeys: String, CodingKey {
      case hostname = "Hostname"
      case system = "os_info"
    }
  }

  private func client(_ bytes: [UInt8], _ folder: String, _ hints: inout Hints) {
    guard let client = try? JSONDecoder().decode(Client.self, from: Data(bytes)) else { return }
    let name = client.hostname ?? client.system?.hostname ?? client.system?.fqdn
    if let host = name.flatMap(HostName.plausible) { hints.set(host: host, below: folder) }
  }

  private struct Row: Decodable {
    var source: String?
    var modified: String?

    enum CodingKeys: String, CodingKey {
      case source = "SourceFile"
      case modified = "Modified"
    }
  }

  /// The times of the files on the host; the archive's own times are those of the collection.
  private func results(_ bytes: [UInt8], _ folder: String, _ hints: inout Hints) {
    let decoder = JSONDecoder()
    for line in bytes.split(separator: 0x0A) where line.count < 1 << 16 {
      guard let row = try? decoder.decode(Row.self, from: Data(line)), let path = row.source,
        let time = row.modified.flatMap({ Timestamp($0) })
      else { continue }
      hints.set(modified: time, of: WindowsPath.normalized(path), below: folder)
    }
  }

  private struct Upload: Decodable {
    var components: [String]?
    var size: UInt64?
    var stored: UInt64?
    var type: String?

    enum CodingKeys: String, CodingKey {
      case components = "_Components"
      case size = "file_size"
      case stored = "uploaded_size"
      case type = "Type"
    }
  }

  /// The list of what was stored, with the paths as they were before they were escaped.
  private func uploads(_ bytes: [UInt8], _ folder: String, _ hints: inout Hints) {
    let decoder = JSONDecoder()
    for line in bytes.split(separator: 0x0A) where line.count < 1 << 16 {
      // A row of another type is about a list of ranges, and names the file itself.
      guard let row = try? decoder.decode(Upload.self, from: Data(line)), let components = row.components,
        components.count > 1, row.type ?? "" == ""
      else { continue }
      hints.add(Hints.Upload(components: components, size: row.size, stored: row.stored), below: folder)
    }
  }

  private func copyLog(_ bytes: [UInt8], _ folder: String, _ hints: inout Hints) {
    CSVTable(bytes).forEachRow { field in
      guard let path = field("SourceFile"), let time = field("ModifiedOnUtc").flatMap({ Timestamp($0) }) else { return }
      hints.set(modified: time, of: WindowsPath.normalized(path), below: folder)
    }
  }

  private func getThis(_ bytes: [UInt8], _ folder: String, _ hints: inout Hints) {
    CSVTable(bytes).forEachRow { field in
      guard let name = field("SampleName"), let path = field("FullName") else { return }
      let stream = field("AttrName").map { ":" + $0 } ?? ""
      let snapshot = field("SnapshotID").flatMap { $0.contains { $0 != "0" && !"{}-".contains($0) } ? $0 : nil }
      let sample = Hints.Sample(
        path: path + stream, host: field("ComputerName").flatMap(HostName.plausible), snapshot: snapshot,
        modified: field("LastModificationDate").flatMap { Timestamp($0) })
      hints.add(sample, named: name, below: folder)
    }
  }
}

extension Trail {
  /// The folder or archive that the last segment lies in.
  var parent: Trail { Trail(root: root, segments: Array(segments.dropLast())) }
}

extension WindowsPath {
  /// A path as a collector's list spells it, as this program does: `\\.\C:\$Extend\…` becomes `C:/$Extend/…`.
  static func normalized(_ text: String) -> String {
    let parts = text.replacing("\\", with: "/").split(separator: "/").map(String.init)
    let device = text.hasPrefix("\\\\.\\") || text.hasPrefix("\\\\?\\") ? parts.dropFirst() : parts[...]
    guard let first = device.first, let volume = WindowsPath.volume(first) else { return parts.joined(separator: "/") }
    return WindowsPath(volume: volume, components: Array(device.dropFirst())).text
  }
}
