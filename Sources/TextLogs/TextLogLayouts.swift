internal import Synchronization

/// The layouts of text logs, one for each header, shared by all readers of a run.
///
/// What is kept is bounded in number and in bytes; beyond that all are forgotten and made anew when they come again,
/// with schemas of new identifiers.
public final class TextLogLayouts: Sendable {
  /// Layouts that are kept; a server's logs have some dozens.
  static let limit = 1024
  /// Bytes of header lines that are kept with them.
  static let byteLimit = 4 << 20

  private struct Table {
    var layouts: [[UInt8]: TextLogLayout] = [:]
    var bytes = 0
  }

  private let table = Mutex(Table())

  public init() {}

  /// The layout of that key, made by `make` where it is not known yet.
  ///
  /// The key must hold all that the layout is made of, the kind first.
  func layout(_ key: [UInt8], make: () -> TextLogLayout) -> TextLogLayout {
    table.withLock { table in
      if let known = table.layouts[key] { return known }
      if table.layouts.count >= Self.limit || table.bytes + key.count > Self.byteLimit { table = Table() }
      let made = make()
      table.layouts[key] = made
      table.bytes += key.count
      return made
    }
  }
}
