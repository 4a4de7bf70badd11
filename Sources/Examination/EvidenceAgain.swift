internal import Bytes
public import Evidence
public import Model

/// Opens evidence a second time: to print cited bytes, and to hash everything again.
public enum EvidenceAgain {
  /// Why cited bytes cannot be printed.
  public enum Failure: Error, Sendable, CustomStringConvertible {
    case isGone(String)
    case hasChanged(String)

    public var description: String {
      switch self {
      case .isGone(let source):
        "\(source): it is not in the evidence any more; put the evidence back where it was examined"
      case .hasChanged(let source):
        "\(source): its content is not what was examined; `postern verify` says what else changed"
      }
    }
  }

  /// Exactly the bytes `offset ..< offset + length` of an artifact, after its hash was checked.
  public static func bytes(
    of artifact: Artifact, offset: UInt64, length: UInt64, given paths: [String], options: EvidenceOptions
  ) throws -> [UInt8] {
    var options = options
    options.only = artifact.source
    let reader = try EvidenceReader(paths: paths, options: options)
    while let open = try reader.next() {
      guard open.artifact.source == artifact.source else { continue }
      var buffer = ByteBuffer(capacity: 1 << 20)
      var wanted: [UInt8] = []
      var at: UInt64 = 0
      while true {
        buffer.removeAll()
        let count = UInt64(open.read(upTo: 1 << 20, into: &buffer))
        if count == 0 { break }
        let start = max(offset, at)
        let end = min(offset + length, at + count)
        if start < end { wanted += buffer.bytes.partOrEmpty(at: Int(start - at), count: Int(end - start)).array }
        at += count
      }
      guard open.finish().sha256 == artifact.sha256 else { throw Failure.hasChanged(artifact.source) }
      return wanted
    }
    throw Failure.isGone(artifact.source)
  }

  /// Size and SHA-256 of each artifact as it is now, by its source.
  public static func hashes(
    given paths: [String], options: EvidenceOptions
  ) throws -> [String: (size: UInt64, sha256: String)] {
    let reader = try EvidenceReader(paths: paths, options: options)
    var result: [String: (size: UInt64, sha256: String)] = [:]
    while let open = try reader.next() {
      let source = open.artifact.source
      result[source] = open.finish()
    }
    return result
  }
}
