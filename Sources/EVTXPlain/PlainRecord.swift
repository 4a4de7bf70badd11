/// A record as the plain decoder reads it.
public struct PlainRecord: Sendable {
  /// The identifier in the record's header.
  public let identifier: UInt64
  /// First byte of the record, counted from the first byte of its chunk.
  public let offset: Int
  /// Length in bytes, header included.
  public let length: Int
  /// The FILETIME in the record's header: 100-nanosecond steps since 1601; 0 in many sound logs.
  public let written: UInt64
  /// The elements of the event (one, in a sound record), or why they could not be read.
  public let content: Result<[PlainElement], PlainError>

  /// The event's element; nil where the record could not be read.
  public var root: PlainElement? { try? content.get().first }

  /// Why the record could not be read; nil where it could.
  public var error: PlainError? {
    if case .failure(let error) = content { error } else { nil }
  }
}
