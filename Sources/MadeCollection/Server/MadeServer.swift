/// The made-up server: its names and addresses, and what is installed on it.
public struct MadeServer: Sendable {
  public var name = "EX01"
  public var domain = "example.org"
  public var netBIOSDomain = "EXAMPLE"
  public var address = "10.20.30.11"
  /// The address of the link, from which the front end talks to the back end.
  public var linkAddress = "fe80::b14f:e9ef:a6b2:f79f%5"
  /// Minor version, build, revision: 15.1.2176.2 is `[15, 1, 2176, 2]`.
  public var build = [15, 1, 2176, 2]
  /// The address of a balancer through which all requests from outside come; empty where there is none.
  public var balancer = ""

  public init() {}

  var fullName: String { name.lowercased() + "." + domain }
  var mailHost: String { "mail." + domain }
  var autodiscoverHost: String { "autodiscover." + domain }
  var machineAccount: String { netBIOSDomain + "\\" + name + "$" }
  /// The build as `15.1.2176.2`.
  var buildText: String { build.map(String.init).joined(separator: ".") }
  /// The build as `15.01.2176.002`.
  var paddedBuild: String {
    func padded(_ number: Int, _ width: Int) -> String {
      String(repeating: "0", count: max(0, width - String(number).count)) + String(number)
    }
    return "\(padded(build[0], 2)).\(padded(build[1], 2)).\(padded(build[2], 4)).\(padded(build[3], 3))"
  }
  /// `,15,1,2176,2,` as it stands in each line of the proxy's log.
  var buildColumns: String { build.map(String.init).joined(separator: ",") }

  static let exchange = #"C:\Program Files\Microsoft\Exchange Server\V15\"#
}
