import FoundationEssentials
import GRDB
public import Model

/// Reads one case and changes nothing in it.
///
/// A case that was not finished can be opened; `isFinished` says so, and its findings are not there yet.
public final class CaseReader {
  public let folder: CaseFolder
  /// Whether the custody record says that the examination ended.
  ///
  /// Anything else in the case may be incomplete if not.
  public let isFinished: Bool
  /// The account of the examination; nil where an unfinished case has none.
  public let custody: Custody?
  private let queue: Result<DatabaseQueue, CaseError>

  /// Opens the case in `path`.
  ///
  /// Throws where there is no folder or where it holds no case; a database that cannot be read makes the first reading
  /// call throw, so that a command can say first that the case is not finished.
  public init(_ path: String) throws {
    folder = CaseFolder(path)
    let names = try Self.names(in: folder)
    custody = try folder.readCustody()
    isFinished = custody?.state == .done
    guard custody != nil || names.contains("case.sqlite") else {
      throw CaseError.notACase(path, found: names.first ?? "nothing")
    }
    queue = Self.open(folder)
  }

  private static func names(in folder: CaseFolder) throws -> [String] {
    var isFolder = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else {
      throw CaseError.missing(folder.path)
    }
    guard isFolder else { throw CaseError.notACase(folder.path, found: "a file") }
    do { return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() } catch {
      throw CaseError.cannotRead(folder.path, reason: "the folder cannot be listed")
    }
  }

  private static func open(_ folder: CaseFolder) -> Result<DatabaseQueue, CaseError> {
    do {
      guard FileManager.default.fileExists(atPath: folder.database) else {
        return .failure(.cannotRead(folder.path, reason: "it has no case.sqlite"))
      }
      let queue = try CaseDatabase.open(folder.database)
      return try queue.read { db in
        guard try !CaseSchema.migrator.hasBeenSuperseded(db) else { return .failure(.otherVersion(folder.path)) }
        guard try CaseSchema.migrator.hasCompletedMigrations(db) else {
          return .failure(.cannotRead(folder.path, reason: "its case.sqlite is not complete"))
        }
        return .success(queue)
      }
    } catch {
      return .failure(reading(error, folder: folder))
    }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    let queue = try queue.get()
    do { return try queue.read(body) } catch {
      if error is CaseError { throw error }
      if error is DatabaseError || error is MatchBlockDamaged { throw Self.reading(error, folder: folder) }
      throw error
    }
  }

  private static func reading(_ error: any Error, folder: CaseFolder) -> CaseError {
    if error is MatchBlockDamaged { return .cannotRead(folder.path, reason: "its case.sqlite is damaged") }
    return CaseError.database(error, folder: folder.path, isWriting: false) as? CaseError
      ?? .cannotRead(folder.path, reason: "\(error)")
  }

  /// The bytes of `assessment.json`; nil where it is not there.
  public var assessment: [UInt8]? { DurableFile.read(folder.assessment) }

  // MARK: Evidence

  /// All artifacts with their skips, in the order in which they were read.
  public func artifacts() throws -> [Artifact] {
    try read { db in
      var skips = try Dictionary(grouping: CaseValues.skips(db), by: \.artifact)
      return try CaseValues.artifacts(db).map { artifact in
        var artifact = artifact
        artifact.skips = skips.removeValue(forKey: artifact.number)?.map(\.skip) ?? []
        return artifact
      }
    }
  }

  /// How far each source could be read, in the order in which it was stored.
  public func coverage() throws -> [SourceCoverage] {
    try read { db in try CaseValues.coverage(db) }
  }
}
