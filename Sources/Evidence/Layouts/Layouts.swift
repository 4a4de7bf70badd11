/// How one collector lays out what it takes.
///
/// A layout tells from the names on the way to an artifact where that stood; a collection's own lists of its files,
/// where they could be read before, help as hints. It returns nil for what it does not know.
public protocol Layout: Sendable {
  /// Lower case with hyphens.
  var name: String { get }
  func place(_ trail: Trail, _ hints: Hints) -> Placement?
}

/// Every layout that is known, in the order in which they are asked.
public enum Layouts {
  public static let all: [any Layout] = [
    VelociraptorLayout(),
    DFIRORCLayout(),
    ExchangeLogCollectorLayout(),
    TestProxyLogonLayout(),
    HealthCheckerLayout(),
    DriveFolderLayout(),
    PlainTreeLayout(),
  ]
}
