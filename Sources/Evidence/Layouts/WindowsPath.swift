/// A path on a volume of Windows, in its original case, with forward slashes.
public struct WindowsPath: Hashable, Sendable {
  /// `C:`, or the device path of what has no letter: `//?/GLOBALROOT/Device/HarddiskVolumeShadowCopy1`.
  public var volume: String
  public var components: [String]

  public init(volume: String, components: [String]) {
    self.volume = volume
    self.components = components
  }

  /// `C:/Windows/System32/…`.
  public var text: String { ([volume] + components).joined(separator: "/") }

  /// What is the same for two spellings of one path, since Windows' names differ by more than case alone.
  public static func folded(_ text: String) -> String { text.uppercased() }

  /// The volume that a name stands for: `C:`, `\\.\C:`, `\\?\C:`, a shadow copy's device, a volume's GUID; nil for
  /// any other text.
  public static func volume(_ text: String) -> String? {
    let name = text.replacing("\\", with: "/")
    if isDrive(name) { return name.uppercased() }
    guard name.hasPrefix("//./") || name.hasPrefix("//?/") else { return nil }
    let device = String(name.dropFirst(4))
    if isDrive(device) { return device.uppercased() }
    let lower = device.lowercased()
    guard lower.hasPrefix("globalroot/device/harddiskvolume") || lower.hasPrefix("volume{") else { return nil }
    return "//?/" + (device.hasSuffix("/") ? String(device.dropLast()) : device)
  }

  /// The volume of the shadow copy with a number, named as Windows names its device.
  static func shadowCopy(_ number: Int) -> String { "//?/GLOBALROOT/Device/HarddiskVolumeShadowCopy\(number)" }

  private static func isDrive(_ text: String) -> Bool {
    text.utf8.count == 2 && text.hasSuffix(":") && (text.utf8.first.map { isLetter($0) } ?? false)
  }

  static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// Collectors that must leave out the colon write NTFS's change journal as a folder's or a file's odd name.
  ///
  /// CyLR writes `$Extend/$UsnJrnl$J`, KAPE `$Extend/$J`; the stream is `$Extend/$UsnJrnl:$J`.
  static func withStreams(_ components: [String]) -> [String] {
    guard components.count >= 2, let last = components.last,
      components[components.count - 2].lowercased() == "$extend"
    else { return components }
    switch last.lowercased() {
    case "$j", "$usnjrnl$j", "$usnjrnl%3a$j", "$usnjrnl_$j": return components.dropLast() + ["$UsnJrnl:$J"]
    case "$max", "$usnjrnl$max", "$usnjrnl%3a$max", "$usnjrnl_$max": return components.dropLast() + ["$UsnJrnl:$Max"]
    default: return components
    }
  }
}
