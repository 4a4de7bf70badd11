/// Where an artifact stood on the host that it was taken from.
public struct Placement: Hashable, Sendable {
  /// The Windows path with forward slashes: `C:/Windows/…`.
  public var path: String
  public var host: String?

  public init(path: String, host: String? = nil) {
    self.path = path
    self.host = host
  }
}

extension Trail {
  var placement: Placement { Placement(path: segments.isEmpty ? root : relativePath) }
}
