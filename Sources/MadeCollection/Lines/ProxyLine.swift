/// The line of a request in the log of the front end's proxy: 74 columns.
struct ProxyLine: Sendable {
  private let server: MadeServer
  private let version: String
  private let target: String
  private let link: String

  init(server: MadeServer) {
    self.server = server
    version = "," + server.buildColumns + ",,"
    target = ",Proxy,\(server.fullName),\(server.paddedBuild.dropLast(3))000,IntraForest,"
    link = ";FEAuth=BEVersion-19420\(server.build[2] + 60_000);BeginGetRequestStream="
  }

  func put(_ request: WebRequest, in log: LogStream, into bytes: inout [UInt8]) {
    bytes.put(request.end)
    bytes.put(",")
    bytes.put(request.id)
    bytes.put(version)
    bytes.put(log.protocolName)
    bytes.put(",")
    bytes.put(request.host)
    bytes.put(",")
    bytes.put(field: request.stem)
    bytes.put(",,")
    bytes.put(request.authentication)
    bytes.put(request.account.isEmpty ? ",false,," : ",true,")
    bytes.put(request.account)
    bytes.put(request.account.isEmpty ? "," : ",,")
    bytes.put(field: request.anchor)
    bytes.put(",")
    bytes.put(request.agent.exchange)
    bytes.put(",")
    bytes.put(request.client)
    bytes.put(",")
    bytes.put(server.name)
    bytes.put(",")
    bytes.put(request.status)
    bytes.put(",")
    let begin = request.end.adding(-request.took)
    if let back = request.back {
      proxied(request, back, begin, into: &bytes)
    } else {
      answered(request, begin, into: &bytes)
    }
    bytes.endLine()
  }

  /// A request that the back end answered.
  private func proxied(
    _ request: WebRequest, _ back: WebRequest.BackEnd, _ begin: Moment, into bytes: inout [UInt8]
  ) {
    let spent = max(1, request.took - 3)
    bytes.put(back.status)
    bytes.put(",,")
    bytes.put(request.method)
    bytes.put(target)
    bytes.put(request.hint)
    bytes.put(",,,,")
    bytes.put(request.requestBytes)
    bytes.put(",")
    bytes.put(request.responseBytes)
    bytes.put(",,,0,1,,0,,0,,0,0,,0,")
    bytes.put(request.took)
    bytes.put(",0,0,1,0,")
    bytes.put(spent)
    bytes.put(",0,0,0,0,0,")
    bytes.put(request.took)
    bytes.put(",0,")
    bytes.put(spent)
    bytes.put(",2,3,3,")
    bytes.put(request.took)
    bytes.put(",,")
    query(request, into: &bytes)
    bytes.put(",,BeginRequest=")
    bytes.put(begin)
    bytes.put(";CorrelationID=<empty>;ProxyState-Run=None")
    bytes.put(link)
    bytes.put(begin.adding(1))
    bytes.put(";BeginGetResponse=")
    bytes.put(begin.adding(min(2, request.took)))
    bytes.put(";OnResponseReady=")
    bytes.put(request.end.adding(-1))
    bytes.put(";EndGetResponse=")
    bytes.put(request.end.adding(-1))
    bytes.put(";ProxyState-Complete=ProxyResponseData;SharedCacheGuard=0;EndRequest=")
    bytes.put(request.end)
    bytes.put(";,")
    bytes.put(field: request.errors)
    bytes.put(",,")
    if !request.mailboxDatabase.isEmpty {
      bytes.put("|RoutingDB:")
      bytes.put(request.mailboxDatabase)
    }
    bytes.put(",,,CafeV1")
  }

  /// A request that the front end answered itself.
  private func answered(_ request: WebRequest, _ begin: Moment, into bytes: inout [UInt8]) {
    bytes.put(",,")
    bytes.put(request.method)
    bytes.commas(9)
    bytes.put(request.requestBytes)
    bytes.commas(15)
    bytes.put(request.took)
    bytes.commas(14)
    bytes.put(request.took)
    bytes.put(",,0,")
    bytes.put(request.took)
    bytes.put(",,")
    query(request, into: &bytes)
    bytes.put(",,BeginRequest=")
    bytes.put(begin)
    bytes.put(";CorrelationID=<empty>;SharedCacheGuard=0;EndRequest=")
    bytes.put(request.end)
    bytes.put(";,")
    bytes.put(field: request.errors)
    bytes.put(",,,,,")
  }

  private func query(_ request: WebRequest, into bytes: inout [UInt8]) {
    if !request.query.isEmpty { bytes.put(field: "?" + request.query) }
  }
}
