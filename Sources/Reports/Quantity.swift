/// Numbers as people read them.
public enum Quantity {
  /// As in `4,318`.
  public static func grouped(_ number: Int) -> String { grouped(UInt64(max(0, number))) }

  public static func grouped(_ number: UInt64) -> String {
    let digits = Array(String(number))
    var result = ""
    for (at, digit) in digits.enumerated() {
      if at > 0, (digits.count - at).isMultiple(of: 3) { result.append(",") }
      result.append(digit)
    }
    return result
  }

  /// `9.8 GB`, in powers of 1,000; below 1,000 the bytes themselves.
  public static func bytes(_ count: UInt64) -> String {
    let units = ["KB", "MB", "GB", "TB", "PB", "EB"]
    guard count >= 1000 else { return "\(count) B" }
    var value = Double(count)
    var unit = -1
    while value >= 999.95, unit < units.count - 1 {
      value /= 1000
      unit += 1
    }
    return oneDecimal(value) + " " + units[max(0, unit)]
  }

  /// `32.6 M`, in powers of 1,000; below 100,000 the number itself.
  public static func short(_ count: UInt64) -> String {
    if count < 100_000 { return grouped(count) }
    if count < 1_000_000 { return "\(count / 1000) K" }
    return count < 1_000_000_000 ? oneDecimal(Double(count) / 1e6) + " M" : oneDecimal(Double(count) / 1e9) + " G"
  }

  /// As in `0:20`, `1:02:09`.
  public static func duration(seconds: Int) -> String {
    let seconds = max(0, seconds)
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    if seconds < 3600 { return "\(seconds / 60):\(two(seconds % 60))" }
    return "\(seconds / 3600):\(two(seconds / 60 % 60)):\(two(seconds % 60))"
  }

  /// As in `1 file`, `2 files`, `1,000 files`.
  public static func count(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  private static func oneDecimal(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return "\(grouped(tenths / 10)).\(tenths % 10)"
  }
}
