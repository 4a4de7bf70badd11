import CFuzzer
import Foundation

/// `fuzz TARGET [libFuzzer's options and corpora]`, or `fuzz --corpus TARGET FOLDER [DATA]`, or `fuzz --list`.
@main struct Fuzz {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "--list": for target in FuzzTargets.all { print(target.name, target.share, target.longest) }
    case "--corpus":
      let rest = Array(arguments.dropFirst())
      guard rest.count >= 2, let target = FuzzTargets.named(rest[0]) else { fail("--corpus TARGET FOLDER [DATA]") }
      try Corpus.write(target.seeds(rest.count > 2 ? rest[2] : nil), to: rest[1])
    case let argument?:
      let name = argument.hasPrefix("--target=") ? String(argument.dropFirst("--target=".count)) : argument
      guard let target = FuzzTargets.named(name) else { fail("no target '\(name)'; see --list") }
      Driver.run(target, Array(arguments.dropFirst()))
    case nil: fail("TARGET expected; see --list")
    }
  }

  static func fail(_ reason: String) -> Never {
    FileHandle.standardError.write(Data("fuzz: \(reason)\n".utf8))
    exit(64)
  }
}
