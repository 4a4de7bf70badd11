import Bytes
import GRDB
import GRDBSQLite
import Glibc

/// Why a case could not be written or read; each text says what to do next.
///
/// The text is the path, made harmless for a terminal, and one clause.
public enum CaseError: Error, Hashable, Sendable {
  /// The file system that holds the case is full, or the user's quota is.
  case noSpace(String)
  /// The case was finished before; nothing is written over it.
  case alreadyFinished(String)
  /// Another process writes into it.
  case inUse(String)
  /// The folder holds something else.
  case notACase(String, found: String)
  case missing(String)
  case cannotWrite(String, reason: String)
  case cannotRead(String, reason: String)
  /// Something that this version does not know was stored by another one.
  case otherVersion(String)
  /// There is no finding and no citation of that name.
  case unknownID(String, case: String)
}

extension CaseError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noSpace(let path):
      "\(path.escapedForDisplay): no space left on the device; make room, then run the same command again"
    case .alreadyFinished(let path):
      "\(path.escapedForDisplay): holds a finished case; choose another folder with --case, or remove this one"
    case .inUse(let path):
      "\(path.escapedForDisplay): another postern writes into this case; wait until it has ended"
    case .notACase(let path, let found):
      "\(path.escapedForDisplay): is not a case (it holds \(found.escapedForDisplay)); name a new or an empty folder"
    case .missing(let path):
      "\(path.escapedForDisplay): there is no such case folder; name the one that `postern examine --case` made"
    case .cannotWrite(let path, let reason):
      "\(path.escapedForDisplay): cannot be written: \(reason.escapedForDisplay); mend that, then run the same command again"
    case .cannotRead(let path, let reason):
      "\(path.escapedForDisplay): cannot be read: \(reason.escapedForDisplay); examine the evidence again into a new case"
    case .otherVersion(let path):
      "\(path.escapedForDisplay): was made by a newer postern; read it with that one"
    case .unknownID(let id, let path):
      "\(path.escapedForDisplay): has no finding or citation \(id.escapedForDisplay); `postern findings` lists them"
    }
  }
}

extension CaseError {
  /// What a failed call of the operating system means for `path`.
  static func system(_ code: Int32, path: String) -> CaseError {
    switch code {
    case ENOSPC, EDQUOT: .noSpace(path)
    default: .cannotWrite(path, reason: reason(code))
    }
  }

  /// The system's words for an error number, in lower case.
  static func reason(_ code: Int32) -> String {
    // SAFETY: `strerror` returns a text of the C library that lives at least until the next call of this thread.
    let text = unsafe String(cString: strerror(code))
    return text.prefix(1).lowercased() + text.dropFirst()
  }

  /// What a failure of the database in `folder` means.
  ///
  /// SQLite tells a full disk in several ways, depending on the call that met it: an input or output error counts as
  /// one when the file system has no room left.
  static func database(_ error: any Error, folder: String, isWriting: Bool) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_FULL: return CaseError.noSpace(folder)
    case .SQLITE_IOERR where isFull(folder), .SQLITE_CANTOPEN where isWriting && isFull(folder):
      return CaseError.noSpace(folder)
    case .SQLITE_BUSY, .SQLITE_LOCKED: return CaseError.inUse(folder)
    default:
      let reason = error.message ?? error.resultCode.description
      return isWriting
        ? CaseError.cannotWrite(folder, reason: reason) : CaseError.cannotRead(folder, reason: reason)
    }
  }

  /// Whether less than 64 KiB are free where `folder` is: too little for SQLite's next few pages.
  private static func isFull(_ folder: String) -> Bool {
    var state = statvfs()
    // SAFETY: both pointers are valid during the call.
    guard unsafe statvfs(folder, &state) == 0 else { return false }
    return UInt64(state.f_bavail) * UInt64(state.f_frsize) < 65_536
  }
}
