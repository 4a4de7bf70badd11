internal import Bytes
internal import Model
internal import Sigma

/// The names that feeds have for kinds, and what a value without one is.
enum IndicatorWords {
  /// What a word of a feed means; nil for what is not looked for.
  static func kind(_ word: String) -> IndicatorKind? {
    kinds[columnName(word)]
  }

  /// Lower case, blanks, underscores, dots and colons as hyphens.
  static func columnName(_ word: String) -> String {
    String(
      IndicatorText.trimmed(word).lowercased().map { $0 == "_" || $0 == " " || $0 == "." || $0 == ":" ? "-" : $0 })
  }

  private static let kinds: [String: IndicatorKind] = [
    "ip": .address, "ipv4": .address, "ipv6": .address, "ip-src": .address, "ip-dst": .address, "ipv4-addr": .address,
    "ipv6-addr": .address, "ip-address": .address, "ipv4-address": .address, "ipv6-address": .address,
    "cidr": .address, "netblock": .address, "network": .address, "subnet": .address, "ip-port": .address,
    "src-ip": .address, "dst-ip": .address, "ipaddress": .address, "ipv4-addr-value": .address,
    "ip-src|port": .address, "ip-dst|port": .address, "address": .address, "addr": .address,
    "domain": .domain, "domains": .domain, "hostname": .domain, "host": .domain, "fqdn": .domain,
    "domain-name": .domain, "hostname|port": .domain, "dns": .domain, "domainname": .domain,
    "url": .url, "uri": .url, "urls": .url, "url-value": .url,
    "md5": .hash, "sha1": .hash, "sha-1": .hash, "sha256": .hash, "sha-256": .hash, "hash": .hash,
    "filehash": .hash, "file-hash": .hash, "filehash-md5": .hash, "filehash-sha1": .hash, "filehash-sha256": .hash,
    "md5-hash": .hash, "sha1-hash": .hash, "sha256-hash": .hash, "hash-md5": .hash, "hash-sha1": .hash,
    "hash-sha256": .hash, "file-hash-md5": .hash, "file-hash-sha1": .hash, "file-hash-sha256": .hash,
    "user-agent": .userAgent, "useragent": .userAgent, "http-user-agent": .userAgent, "ua": .userAgent,
    "filename": .fileName, "file": .fileName, "file-name": .fileName,
    "filepath": .filePath, "path": .filePath, "file-path": .filePath, "directory": .filePath,
    "email": .email, "e-mail": .email, "email-src": .email, "email-dst": .email, "email-addr": .email,
    "mail": .email, "email-address": .email, "sender": .email, "email-reply-to": .email,
  ]

  /// Endings of files; what ends otherwise and has dots is taken for a domain.
  private static let endings: Set<String> = [
    "asax", "ascx", "ashx", "asmx", "asp", "aspx", "axd", "bat", "bin", "cab", "cer", "cfg", "chm", "cmd", "cpl",
    "config", "conf", "dat", "dll", "dmp", "doc", "docx", "exe", "gif", "hta", "htm", "html", "ini", "iso", "jar",
    "jpg",
    "js", "jse", "jsp", "jspx", "lnk", "log", "msi", "ocx", "one", "pdf", "php", "png", "ps1", "psd1", "psm1", "rar",
    "reg", "rtf", "scr", "sys", "tar", "tmp", "txt", "vbe", "vbs", "wsf", "xls", "xlsx", "xml", "zip", "7z",
  ]

  /// What a value is that nobody says the kind of; nil where that cannot be told.
  static func kind(ofValue value: String) -> IndicatorKind? {
    let folded = LetterCase.folded(value)
    if [32, 40, 64].contains(folded.count), folded.allSatisfy(IndicatorBorder.isHex) { return .hash }
    if Network(NetworkWords.withoutPort(value)) != nil { return .address }
    if value.contains("://") { return .url }
    let isOneWord = !value.contains(" ")
    if value.contains("\\") || value.hasPrefix("/") || value.hasPrefix("%") { return .filePath }
    if isOneWord, value.contains("@"), !value.contains("/") { return .email }
    let beforeSlash = value.prefix { $0 != "/" }
    if beforeSlash.count < value.count {
      return isOneWord && IndicatorTest.isDomain(LetterCase.folded(String(beforeSlash))) ? .url : .userAgent
    }
    if let dot = value.lastIndex(of: "."), endings.contains(value[value.index(after: dot)...].lowercased()) {
      return .fileName
    }
    let name = value.hasPrefix("*.") ? String(value.dropFirst(2)) : value
    return IndicatorTest.isDomain(LetterCase.folded(name)) ? .domain : nil
  }

  /// A number of 100 as STIX scales it (appendix A: up to 29 low, up to 69 moderate), or a word; nil where it is neither.
  static func confidence(_ word: String) -> Confidence? {
    let text = columnName(word)
    let number = text.hasSuffix("%") ? String(text.dropLast()) : text
    if let value = Int(number), (0...100).contains(value) { return value < 30 ? .low : value < 70 ? .moderate : .high }
    switch text {
    case "low", "unconfident", "rarely-confident": return .low
    case "medium", "moderate", "med", "fairly-confident": return .moderate
    case "high", "very-high", "confirmed", "usually-confident", "completely-confident": return .high
    default: return nil
    }
  }

  /// A time as feeds write it: RFC 3339, a date, or seconds since 1970; nil where it is none.
  static func time(_ word: String) -> Timestamp? {
    let text = IndicatorText.trimmed(word)
    if let seconds = Int64(text), seconds > 100_000_000 { return Timestamp(unixSeconds: seconds) }
    let plain = text.hasSuffix(" UTC") ? String(text.dropLast(4)) : text
    return Timestamp(plain)
  }
}
