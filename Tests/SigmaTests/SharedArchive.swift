import Foundation
import Sigma

/// SigmaHQ's rules among the development data; absent where the data is.
///
/// `POSTERN_SHARED` names the folder of the data; otherwise it is looked for beside the package or above it.
enum SharedArchive {
  static let folder: URL? = {
    let fileManager = FileManager.default
    var candidates: [URL] = []
    if let path = ProcessInfo.processInfo.environment["POSTERN_SHARED"] { candidates.append(URL(filePath: path)) }
    var folder = URL(filePath: #filePath)
    while folder.path != "/" {
      folder.deleteLastPathComponent()
      candidates.append(folder.appending(path: "shared"))
    }
    return candidates.first { fileManager.fileExists(atPath: $0.appending(path: "data/sigma/sigma-rules.zip").path) }
  }()

  static var isPresent: Bool { folder != nil && unzip != nil }

  private static let unzip = ["/usr/bin/unzip", "/bin/unzip"].first { FileManager.default.fileExists(atPath: $0) }

  /// All rule files of the archive in the order of their names, unpacked once per run.
  static let files: [RuleFile] = {
    guard let folder, let unzip else { return [] }
    let target = FileManager.default.temporaryDirectory.appending(path: "postern-sigma-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: target) }
    let process = Process()
    process.executableURL = URL(filePath: unzip)
    process.arguments = ["-qq", folder.appending(path: "data/sigma/sigma-rules.zip").path, "-d", target.path]
    guard (try? process.run()) != nil else { return [] }
    process.waitUntilExit()
    return ruleFiles(under: target)
  }()

  private static func ruleFiles(under folder: URL) -> [RuleFile] {
    guard let found = FileManager.default.enumerator(atPath: folder.path) else { return [] }
    let names = found.compactMap { $0 as? String }.filter { $0.hasSuffix(".yml") }.sorted()
    return names.compactMap { name in
      (try? Data(contentsOf: folder.appending(path: name))).map { RuleFile(name: name, bytes: Array($0)) }
    }
  }

  /// Everything loaded, once per run.
  static let ruleSet = RuleSet.load(files)

  /// The small cases of the specification: folder name, rule file.
  static let semantics: [(name: String, file: RuleFile)] = {
    guard let cases = folder?.appending(path: "accept/semantics"),
      let names = try? FileManager.default.contentsOfDirectory(atPath: cases.path)
    else { return [] }
    return names.sorted().compactMap { name in
      (try? Data(contentsOf: cases.appending(path: "\(name)/rule.yml"))).map {
        (name, RuleFile(name: "\(name)/rule.yml", bytes: Array($0)))
      }
    }
  }()
}
