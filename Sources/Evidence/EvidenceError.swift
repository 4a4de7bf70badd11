/// Why evidence cannot be read at all; what costs a part of it alone is a `Refusal`.
public enum EvidenceError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A path that was given cannot be opened.
  case cannotOpen(path: String, reason: String)
  /// A nested archive cannot be written to the spool folder.
  case cannotSpool(folder: String, reason: String)
  /// What was asked for is not in the evidence any more.
  case notFound(source: String)
  /// The evidence ends before the bytes that were asked for.
  case tooShort(source: String, size: UInt64)

  public var description: String {
    switch self {
    case .cannotOpen(let path, let reason): "\(path): \(reason); check the path and its rights"
    case .cannotSpool(let folder, let reason):
      "\(folder): a nested archive cannot be unpacked here: \(reason); make room there, or set TMPDIR"
    case .notFound(let source): "\(source): not in the evidence any more; put it back where it was examined"
    case .tooShort(let source, let size): "\(source): has only \(size) bytes; `postern verify` says what changed"
    }
  }
}
