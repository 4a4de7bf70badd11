internal import Bytes
internal import FoundationEssentials
import Glibc

/// The folder of one case, and what may stand in it.
///
/// `case.sqlite`, `assessment.json`, `custody.json`, `report.html`, `reports/`, `logs/`; while it is being written also
/// SQLite's side files, `spool/` and drafts ending in `.new`. Nothing else in it is ever touched.
public struct CaseFolder: Sendable, Hashable {
  public let path: String

  public init(_ path: String) {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    self.path = path
  }

  public var database: String { path + "/case.sqlite" }
  public var assessment: String { path + "/assessment.json" }
  public var custody: String { path + "/custody.json" }
  public var reports: String { path + "/reports" }
  public var logs: String { path + "/logs" }
  /// Room for archive members that must be read more than once; gone when the case is finished.
  public var spool: String { path + "/spool" }

  static let files = [
    "case.sqlite", "case.sqlite-wal", "case.sqlite-shm", "case.sqlite-journal", "assessment.json",
    "assessment.json.new", "report.html", "report.html.new", "custody.json.new",
  ]
  static let folders = ["reports", "logs", "spool"]

  /// What the custody record says of the case; nil where there is none that can be read.
  public var state: Custody.State? { try? readCustody()?.state }

  /// Nil where there is no custody record; throws where there is one that cannot be read.
  func readCustody() throws -> Custody? {
    guard let bytes = DurableFile.read(custody) else { return nil }
    do { return try Custody(json: bytes) } catch {
      throw CaseError.cannotRead(custody, reason: "it is not a custody record")
    }
  }

  /// Makes the folder where it is missing, and refuses one that holds something else or a finished case.
  ///
  /// The claim holds while the returned value lives; a second process that claims the same folder is refused.
  public func claim() throws(CaseError) -> CaseClaim {
    try makeFolder()
    let claim = try CaseClaim(self)
    try refuseForeign()
    return claim
  }

  private func makeFolder() throws(CaseError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      let code = errno
      // SAFETY: the text lives during the call.
      guard unsafe access(path, F_OK) == 0 else { throw CaseError.making(error, code, path) }
      throw CaseError.notACase(path, found: "a file")
    }
  }

  private func refuseForeign() throws(CaseError) {
    let names = Self.names(in: path)
    if names.contains("custody.json") {
      guard let state else { throw .notACase(path, found: "a custody.json of another program") }
      if state == .done { throw .alreadyFinished(path) }
    } else if let foreign = names.first(where: { !Self.files.contains($0) && !Self.folders.contains($0) }) {
      throw .notACase(path, found: foreign)
    }
  }

  /// Removes what an unfinished examination left.
  ///
  /// The custody record goes last: until then the folder says of itself that it is unfinished.
  func clear() throws(CaseError) {
    for name in Self.files { try remove(path + "/" + name) }
    for name in Self.folders { try remove(path + "/" + name) }
    try remove(custody)
  }

  func removeSpool() throws(CaseError) { try remove(spool) }

  private func remove(_ target: String) throws(CaseError) {
    // `removeItem` removes a symbolic link itself, not what it points to.
    do { try FileManager.default.removeItem(atPath: target) } catch {
      var state = stat()
      // SAFETY: both pointers are valid during the call.
      guard unsafe lstat(target, &state) != 0 else { throw .cannotWrite(target, reason: "it cannot be removed") }
    }
  }

  static func names(in folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
  }
}

extension CaseError {
  fileprivate static func making(_ error: any Error, _ code: Int32, _ path: String) -> CaseError {
    if let error = error as? CocoaError, error.code == .fileWriteOutOfSpace { return .noSpace(path) }
    if code == ENOSPC || code == EDQUOT { return .noSpace(path) }
    return .cannotWrite(path, reason: code == 0 ? "the folder cannot be made" : reason(code))
  }
}

/// The right to write into a case folder, held by at most one process.
///
/// It is a lock on the folder itself: it ends with the process, however that ends, and leaves nothing behind.
public final class CaseClaim: Sendable {
  public let folder: CaseFolder
  private let file: Int32

  fileprivate init(_ folder: CaseFolder) throws(CaseError) {
    self.folder = folder
    // SAFETY: the text lives during the call.
    file = unsafe open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw CaseError.system(errno, path: folder.path) }
    guard flock(file, LOCK_EX | LOCK_NB) != 0 else { return }
    let code = errno
    // A file system without locks cannot tell; the database's own lock still keeps two writers apart.
    if code == EWOULDBLOCK {
      close(file)
      throw CaseError.inUse(folder.path)
    }
  }

  deinit { close(file) }
}

extension CaseFolder {
  /// Writes a file of the case by its path in the folder, whole or not at all.
  func write(_ bytes: [UInt8], to name: String) throws(CaseError) {
    if name.contains("/") {
      let folder = DurableFile.folder(of: path + "/" + name)
      do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
        throw .making(error, errno, folder)
      }
    }
    try DurableFile.replace(path + "/" + name, with: bytes)
  }
}
