import ArgumentParser
import MadeCollection

/// Makes collections of a made-up Exchange server, for tests and benchmarks (docs/collections.md).
@main struct CollectionGenerator: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "CollectionGenerator",
    abstract: "Makes a collection of a made-up Exchange server, with what is planted in it in truth.json.")

  @Option(help: "The same seed and options make the same bytes.")
  var seed: UInt64 = 1

  @Option(help: "Bytes of all logs together, 10MB to 10GB.")
  var size = "10MB"

  @Option(help: "Mailboxes, 50 to 5000; by the size where not given.")
  var mailboxes: Int?

  @Option(help: "Days; by the size where not given.")
  var days: Int?

  @Option(help: "The first day, as 2021-03-03; by the intrusions where not given.")
  var start: String?

  @Option(
    help: ArgumentHelp(
      "Intrusions with commas, or how many the seed picks: "
        + CollectionOptions.Intrusion.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var intrusions = ""

  @Option(
    help: ArgumentHelp(
      "Confounders with commas, or all: "
        + CollectionOptions.Confounder.allCases.map(\.rawValue).joined(separator: ", ") + "."))
  var confounders = ""

  @Flag(help: "Nobody tries anything.")
  var clean = false

  @Flag(help: "Scanners alone: attempts that are refused.")
  var scannersOnly = false

  @Flag(help: "All requests from outside come through a balancer, which the web log shows in their place.")
  var balancer = false

  @Option(help: "Milliseconds that the clock of the back end's web log is ahead.")
  var backEndSkew = 0

  @Option(name: .shortAndLong, help: "The folder for truth.json and the collection.")
  var output: String

  func run() async throws {
    let report = try await CollectionMaker(options()).write(to: output)
    print(
      "\(report.bytes) bytes in \(report.files) files, \(report.steps) steps, \(report.decoys) look-alikes: \(output)")
  }

  private func options() throws -> CollectionOptions {
    guard let bytes = CollectionText.bytes(size) else { throw ValidationError("no size: \(size)") }
    var options = CollectionOptions(size: bytes)
    options.seed = seed
    options.mailboxes = mailboxes ?? options.mailboxes
    options.days = days ?? options.days
    options.start = start
    options.hasScannersOnly = scannersOnly
    options.backEndSkew = backEndSkew
    if balancer { options.server.balancer = "10.20.30.5" }
    if !clean && !scannersOnly {
      options.intrusions = try CollectionText.intrusions(intrusions, seed: seed)
    }
    options.confounders = try CollectionText.confounders(confounders)
    return options
  }
}
