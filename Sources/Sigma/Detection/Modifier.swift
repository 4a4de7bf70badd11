/// A value modifier, as it stands after the field's name.
///
/// Source: Sigma Modifiers Appendix 2.1.0.
enum Modifier: String, CaseIterable {
  case all, startswith, endswith, contains, exists, cased, neq
  case windash, re, i, m, s
  case base64, base64offset, utf16, utf16le, utf16be, wide
  case lt, lte, gt, gte
  case minute, hour, day, week, month, year
  case cidr, expand, fieldref

  /// Names that other tools or older rules use.
  static let otherNames = [
    "ignorecase": "i", "multiline": "m", "dotall": "s", "ne": "neq", "not": "neq", "utf8": "base64", "regex": "re",
    "regexp": "re", "placeholder": "expand", "begins": "startswith", "ends": "endswith", "substring": "contains",
  ]

  /// Whether it says how the values are joined, and does not touch each one.
  var isForWholeList: Bool { self == .all || self == .neq }

  var comparison: Comparison? {
    switch self {
    case .lt: .less
    case .lte: .lessOrEqual
    case .gt: .greater
    case .gte: .greaterOrEqual
    default: nil
    }
  }

  /// The part of the time, and the values that it can have.
  var timePart: (part: TimePart, range: ClosedRange<Int>)? {
    switch self {
    case .minute: (.minute, 0...59)
    case .hour: (.hour, 0...23)
    case .day: (.day, 1...31)
    // ISO 8601 has years of 53 weeks; the appendix says 52.
    case .week: (.week, 1...53)
    case .month: (.month, 1...12)
    case .year: (.year, 1601...9999)
    default: nil
    }
  }
}
