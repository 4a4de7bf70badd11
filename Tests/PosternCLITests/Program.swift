import Foundation

/// The program as it was built with the tests, run as people run it.
enum Program {
  struct Result {
    let status: Int32
    let output: String
    let error: String

    var errorLines: [String] { error.split(separator: "\n").map(String.init) }
  }

  /// Beside the test bundle, which is this process.
  static let path = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("postern")

  /// Runs one of the package's scripts; it must end with 0.
  static func script(_ name: String, _ arguments: [String]) throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let process = Process()
    process.executableURL = root.appendingPathComponent("scripts/" + name)
    process.arguments = arguments
    process.currentDirectoryURL = root
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 { throw ScriptFailure(status: process.terminationStatus) }
  }

  struct ScriptFailure: Error {
    let status: Int32
  }

  /// Runs it to its end; `environment` is all that it gets beside PATH, a cache of its own and options of sanitizers.
  static func run(
    _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:]
  ) throws -> Result {
    let scratch = try ProgramScratch()
    let process = Process()
    process.executableURL = path
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    // How sanitizers are to behave holds for the program too: under confinement the address sanitizer's search for
    // leaks fails.
    let own = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }
    process.environment = ["PATH": "/usr/bin:/bin", "XDG_CACHE_HOME": scratch.path, "TMPDIR": scratch.path]
      .merging(own) { $1 }.merging(environment) { $1 }
    // Files hold any amount of output without a reader.
    let (output, error) = (try scratch.file("output"), try scratch.file("error"))
    process.standardOutput = output
    process.standardError = error
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try scratch.text("output"), error: try scratch.text("error"))
  }
}

/// A new folder that is removed when the last reference to it is gone.
final class ProgramScratch {
  let path = NSTemporaryDirectory() + "/postern-program-" + UUID().uuidString

  init() throws { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) throws -> FileHandle {
    FileManager.default.createFile(atPath: path + "/" + name, contents: nil)
    return try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/" + name))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
  }

  /// Writes a file, with the folders that its name names, and returns its path.
  @discardableResult func write(_ name: String, _ text: String) throws -> String {
    let url = URL(fileURLWithPath: path + "/" + name)
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
    return url.path
  }
}
