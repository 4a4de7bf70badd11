/// The formats of text logs: what splits a line into values.
///
/// Which log it is (IIS, HTTPERR, HttpProxy, …) is said by the layout that a log's own header gives.
public enum TextLogKind: UInt8, Sendable, Hashable, CaseIterable {
  /// W3C Extended Log File Format: IIS, HTTP.sys' error log, FTP.
  case w3c
  /// Microsoft IIS Log File Format: 15 values with commas, local time.
  case iis
  /// NCSA Common Log File Format, with the zone in the time.
  case ncsa
  /// The log framework of Exchange: comma-separated values under `#Fields` or a bare row of names.
  case exchangeCSV
  /// `ExchangeSetup.log`: lines with a time in brackets.
  case exchangeSetup

  /// As an artifact's format is called; never changes.
  public var name: String {
    switch self {
    case .w3c: "w3c"
    case .iis: "iis"
    case .ncsa: "ncsa"
    case .exchangeCSV: "exchange-csv"
    case .exchangeSetup: "exchange-setup"
    }
  }

  /// The kind of that name; nil where there is none.
  public init?(name: String) {
    guard let kind = Self.allCases.first(where: { $0.name == name }) else { return nil }
    self = kind
  }
}
