import Model

/// The header of one member, as the archive tells it.
struct ArchiveMember {
  enum Kind: Hashable {
    case file, folder
    /// A link, a device, a pipe, …: what it is.
    case special(String)
  }

  /// The name as it stands in the archive; empty where it cannot be told.
  var name: [UInt8]
  var kind: Kind
  var size: UInt64?
  var modified: Timestamp?
  var isEncrypted: Bool
}
