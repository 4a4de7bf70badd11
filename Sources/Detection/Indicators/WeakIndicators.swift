internal import Sigma

/// Values that feeds carry and that honest servers have too.
///
/// They are used, since a person may want to know, and said to say little. After the kinds of lists that MISP's
/// warning lists keep; the entries are ours.
enum WeakIndicators {
  private static let resolvers: Set<String> = [
    "1.1.1.1", "1.0.0.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "149.112.112.112", "208.67.222.222", "208.67.220.220",
    "4.2.2.1", "4.2.2.2",
  ]
  private static let domains: Set<String> = [
    "google.com", "googleapis.com", "microsoft.com", "windows.net", "windows.com", "windowsupdate.com", "office.com",
    "office365.com", "outlook.com", "live.com", "microsoftonline.com", "azure.com", "github.com",
    "githubusercontent.com", "amazonaws.com", "cloudflare.com", "akamai.net", "digicert.com", "bing.com",
    "dropbox.com", "pastebin.com", "telegram.org", "discord.com", "example.com",
  ]
  private static let names: Set<String> = [
    "cmd.exe", "powershell.exe", "pwsh.exe", "w3wp.exe", "svchost.exe", "explorer.exe", "rundll32.exe", "lsass.exe",
    "services.exe", "regsvr32.exe", "certutil.exe", "net.exe", "net1.exe", "whoami.exe", "conhost.exe", "wmic.exe",
    "mshta.exe", "cscript.exe", "wscript.exe", "schtasks.exe", "csc.exe", "web.config", "index.html", "default.aspx",
    "logon.aspx", "error.aspx", "kernel32.dll", "ntdll.dll", "setup.exe", "update.exe", "readme.txt",
  ]
  private static let agents = ["mozilla/5.0", "mozilla/4.0", "microsoft office", "outlook", "mshttp", "apple-"]

  /// MD5, SHA-1 and SHA-256 of nothing.
  static let emptyHashes: Set<String> = [
    "d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  ]

  /// Why a sighting says little, in one lower-case clause; nil where nothing is known against it.
  static func weakness(_ test: IndicatorTest) -> String? {
    let text = String(decoding: test.needle, as: UTF8.self)
    switch test.kind {
    case .address:
      if resolvers.contains(text) { return "a public name server that many machines ask" }
      if let network = test.network, isLarge(network) { return "a large network" }
      return nil
    case .domain: return domains.contains(text) ? "a domain that honest servers ask for all the time" : nil
    case .url: return domains.contains(text) ? "a site that honest servers ask for all the time" : nil
    case .fileName:
      if names.contains(text) { return "a name that honest files have too" }
      return text.utf8.count < 7 ? "a short name that honest files may have too" : nil
    case .userAgent: return agents.contains(text) ? "a user agent that honest clients have too" : nil
    case .filePath:
      let isNameAlone = text.hasPrefix("/") && !text.dropFirst().contains("/")
      return isNameAlone ? "a path whose folder is not known, met by any file of that name" : nil
    case .hash, .email: return nil
    }
  }

  private static func isLarge(_ network: Network) -> Bool {
    network.prefixLength < (NetworkWords.isFour(network) ? 96 + 16 : 32)
  }
}
