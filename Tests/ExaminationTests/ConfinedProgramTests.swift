import EVTXTestSupport
import EvidenceTestSupport
import Foundation
import Model
import Testing

@testable import CaseStore
@testable import Examination

/// The program confines itself before it opens evidence, and does its work all the same.
@Suite struct ConfinedProgramTests {
  private static let log = MadeLog((0..<40).map { Samples.logon(user: "user\($0)", address: "192.0.2.\($0)") }).bytes()

  /// A folder with evidence, and a cache folder for the program.
  private final class Scratch {
    let path = NSTemporaryDirectory() + "/postern-confined-" + UUID().uuidString

    init() throws { try make("evidence") }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func make(_ name: String) throws {
      try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    }

    @discardableResult func write(_ name: String, _ bytes: [UInt8]) throws -> String {
      try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
      return "\(path)/\(name)"
    }

    func run(_ arguments: String..., environment: [String: String] = [:]) throws -> BuiltProgram.Run {
      try BuiltProgram.run(
        "postern", arguments, environment: ["XDG_CACHE_HOME": path + "/cache"].merging(environment) { $1 })
    }

    func custody(_ name: String) throws -> Custody {
      try Custody(json: [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)/custody.json"))))
    }
  }

  private static let rule = """
    title: Logon
    id: 6f3e2987-db24-4c78-a860-b4f4095a7095
    logsource:
        product: windows
        service: security
    detection:
        selection:
            EventID: 4624
        condition: selection
    level: high
    """

  @Test func examinationSaysWhatHolds() throws {
    let scratch = try Scratch()
    let log = try scratch.write("evidence/Security.evtx", Self.log)
    let rule = try scratch.write("rule.yml", Array(Self.rule.utf8))
    let run = try scratch.run("examine", log, "--case", scratch.path + "/case", "--rules", rule, "--verbose")
    #expect(run.status == 2, "\(run.errors)")
    let confinement = try scratch.custody("case").confinement
    guard Kernel.landlock >= 6 else { return }
    #expect(run.errors.contains("postern: network: denied (seccomp, Landlock)\n"))
    #expect(run.errors.contains("postern: writing outside the case and cache folders: denied (Landlock)\n"))
    #expect(confinement.hasPrefix("denied: network (seccomp, Landlock), start of programs (seccomp, Landlock), "))
  }

  @Test func withoutVerboseNothingIsSaidOfWhatHolds() throws {
    let scratch = try Scratch()
    let log = try scratch.write("evidence/Security.evtx", Self.log)
    let run = try scratch.run("examine", log, "--case", scratch.path + "/case", "--quiet")
    if Kernel.landlock >= 3 { #expect(run.errors == "") }
  }

  @Test func secondExaminationUsesTheCacheAndFindsTheSame() throws {
    let scratch = try Scratch()
    let log = try scratch.write("evidence/Security.evtx", Self.log)
    let rule = try scratch.write("rule.yml", Array(Self.rule.utf8))
    for name in ["one", "two"] {
      #expect(try scratch.run("examine", log, "--case", "\(scratch.path)/\(name)", "--rules", rule).status == 2)
    }
    let cached = try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/cache/postern")
    #expect(cached.contains { $0.hasPrefix("rules-") && $0.hasSuffix(".bin") })
    #expect(!cached.contains { $0.hasPrefix(".") })
    let findings = try ["one", "two"].map {
      try scratch.run("findings", "\(scratch.path)/\($0)", "--format", "jsonl").output
    }
    #expect(findings[0] == findings[1] && !findings[0].isEmpty)
  }

  /// Where the home folder cannot be written the examination goes on without a cache.
  @Test func caseMayBeDeepNewAndOnAnotherFileSystem() throws {
    let scratch = try Scratch()
    let log = try scratch.write("evidence/Security.evtx", Self.log)
    var cases = [scratch.path + "/deep/er/case"]
    let memory = "/dev/shm/postern-confined-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: memory) }
    if FileManager.default.isWritableFile(atPath: "/dev/shm") { cases.append(memory + "/case") }
    for folder in cases {
      let run = try scratch.run(
        "examine", log, "--case", folder, "--quiet",
        environment: ["XDG_CACHE_HOME": "/proc/nowhere", "TMPDIR": "/proc"])
      #expect(run.status == 0, "\(run.errors)")
      let verified = try scratch.run("verify", folder)
      #expect(verified.status == 0, "\(verified.errors)")
    }
  }

  @Test func caseAndEvidenceMayBeLinks() throws {
    let scratch = try Scratch()
    try scratch.write("evidence/Security.evtx", Self.log)
    try scratch.make("real-case")
    for (link, target) in [("case-link", "real-case"), ("evidence-link", "evidence")] {
      try FileManager.default.createSymbolicLink(
        atPath: "\(scratch.path)/\(link)", withDestinationPath: "\(scratch.path)/\(target)")
    }
    let run = try scratch.run(
      "examine", scratch.path + "/evidence-link", "--case", scratch.path + "/case-link", "--quiet")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try scratch.custody("real-case").artifacts.count == 1)
  }

  private func nested() throws -> [UInt8] {
    let inner = try MadeArchive.bytes(.zip, [.init("Windows/System32/winevt/Logs/Security.evtx", Self.log)])
    return try MadeArchive.bytes(.sevenZip, [.init("inner.zip", inner)])
  }

  @Test func nestedArchivesAreUnpackedInsideTheCase() throws {
    let scratch = try Scratch()
    let archive = try scratch.write("evidence/outer.7z", nested())
    let run = try scratch.run(
      "examine", archive, "--case", scratch.path + "/case", "--quiet", environment: ["TMPDIR": "/proc"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(try scratch.custody("case").artifacts.map(\.size) == [UInt64(Self.log.count)])
    #expect(!FileManager.default.fileExists(atPath: scratch.path + "/case/spool"))
  }

  @Test func whatIsNotedOfTheEvidenceStandsInTheCustodyRecord() throws {
    let scratch = try Scratch()
    let archive = try scratch.write("evidence/e.zip", MadeArchive.bytes(.zip, [.init("AUX.evtx", Self.log)]))
    #expect(try scratch.run("examine", archive, "--case", scratch.path + "/case", "--quiet").status == 0)
    #expect(
      try scratch.custody("case").notes == [
        Custody.Note(path: archive + "!AUX.evtx", text: "has the name of a Windows device")
      ])
  }

  @Test func eventsOfNestedArchivesNeedATemporaryFolderAndLeaveNothing() throws {
    let scratch = try Scratch()
    try scratch.make("tmp")
    let archive = try scratch.write("evidence/outer.7z", nested())
    let plain = try scratch.write("evidence/Security.evtx", Self.log)
    let run = try scratch.run("events", archive, environment: ["TMPDIR": scratch.path + "/tmp"])
    #expect(run.status == 0 && run.output.split(separator: "\n").count == 40, "\(run.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: scratch.path + "/tmp") == [])
    let without = try scratch.run("events", archive, environment: ["TMPDIR": "/proc"])
    #expect(without.status == 1 && without.errors.contains("a nested archive cannot be unpacked here"))
    #expect(try scratch.run("events", plain, environment: ["TMPDIR": "/proc"]).status == 0)
  }

  @Test func rulesAreCheckedAndTestedConfined() throws {
    let scratch = try Scratch()
    let archive = try scratch.write("rules.zip", MadeArchive.bytes(.zip, [.init("a/rule.yml", Self.rule)]))
    let events = try scratch.write("events.jsonl", Array(#"{"Channel":"Security","EventID":4624}"#.utf8))
    let check = try scratch.run("rules", "check", archive, "--json")
    #expect(check.status == 0 && check.output.contains(#""loaded":1"#), "\(check.errors)")
    let test = try scratch.run("rules", "test", archive, "--events", events)
    #expect(test.status == 0 && test.output.contains(#""events":[0]"#), "\(test.errors)")
  }

  /// Looked at from outside, while the program waits for somebody to read what it prints.
  @Test func everyThreadIsFilteredWhileEvidenceIsOpen() throws {
    let scratch = try Scratch()
    let log = try scratch.write("evidence/Security.evtx", Self.log)
    let process = BuiltProgram.process("postern", ["events"] + Array(repeating: log, count: 1) + ["--format", "xml"])
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    // A pipe of one page is full at once.
    _ = fcntl(pipe.fileHandleForWriting.fileDescriptor, 1031, 4096)
    try process.run()
    defer { process.terminate() }
    let status = "/proc/\(process.processIdentifier)/task"
    var states: [String] = []
    for _ in 0..<500 where states.isEmpty || !states.allSatisfy({ $0.contains("Seccomp:\t2") }) {
      usleep(10_000)
      let threads = (try? FileManager.default.contentsOfDirectory(atPath: status)) ?? []
      states = threads.compactMap { try? String(contentsOfFile: "\(status)/\($0)/status", encoding: .utf8) }
    }
    #expect(!states.isEmpty)
    for state in states {
      #expect(state.contains("Seccomp:\t2") && state.contains("NoNewPrivs:\t1"))
      // CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH and CAP_FOWNER at most.
      let capabilities = state.split(separator: "\n").first { $0.hasPrefix("CapEff:") }?.suffix(16)
      #expect(UInt64(capabilities ?? "f", radix: 16).map { $0 & ~0xE } == 0)
    }
    // It goes on when somebody reads.
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    #expect(String(decoding: output, as: UTF8.self).components(separatedBy: "<Event ").count == 41)
  }

  /// Dispatch's monitor ended half of all short examinations once; the probe tells why.
  @Test func manyShortExaminationsEndAsTheyShould() throws {
    let scratch = try Scratch()
    let archive = try scratch.write("evidence/one.zip", MadeArchive.bytes(.zip, [.init("Security.evtx", Self.log)]))
    for number in 0..<20 {
      let run = try scratch.run("examine", archive, "--case", "\(scratch.path)/case\(number)", "--quiet")
      #expect(run.status == 0, "\(run.errors)")
    }
  }
}
