/// What kind of thing an indicator is, and so how it is looked for.
public enum IndicatorKind: String, Sendable, Hashable, CaseIterable {
  /// An IPv4 or IPv6 address, or a network of them.
  case address
  /// A domain: its own name and every name below it.
  case domain
  case url
  /// MD5, SHA-1 or SHA-256 of a file.
  case hash
  case userAgent = "user-agent"
  /// The last part of a path.
  case fileName = "file-name"
  /// A path with at least one separator.
  case filePath = "file-path"
  case email

  /// In a sentence.
  public var word: String {
    switch self {
    case .address: "address"
    case .domain: "domain"
    case .url: "URL"
    case .hash: "hash"
    case .userAgent: "user agent"
    case .fileName: "file name"
    case .filePath: "path"
    case .email: "mail address"
    }
  }
}
