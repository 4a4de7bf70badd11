/// Something that happened on the server and stands in its text logs.
enum Entry: Sendable {
  case web(WebRequest)
  /// A line made beforehand, of the planted trace that is given.
  case line(LogStream, at: Moment, [UInt8], mark: Int)

  var time: Moment {
    switch self {
    case .web(let request): request.end
    case .line(_, let time, _, _): time
    }
  }
}

/// Writes entries into the logs that they belong to.
struct LineMaker: Sendable {
  private let web: WebLines
  private let proxy: ProxyLine
  private let services: ServiceLine

  init(server: MadeServer, backEndSkew: Int) {
    web = WebLines(server: server, backEndSkew: backEndSkew)
    proxy = ProxyLine(server: server)
    services = ServiceLine(server: server)
  }

  func write(_ entries: [Entry], into slice: inout RenderedSlice) {
    for entry in entries {
      switch entry {
      case .web(let request): write(request, into: &slice)
      case .line(let stream, _, let bytes, let mark):
        slice.add(to: stream, mark) { line in
          line.append(contentsOf: bytes)
          line.endLine()
        }
      }
    }
  }

  private func write(_ request: WebRequest, into slice: inout RenderedSlice) {
    if let call = request.call {
      slice.add(to: .ewsServer, request.mark) { services.put(request, call, into: &$0) }
    }
    if let back = request.back {
      slice.add(to: .web2, request.mark) { web.backEnd(request, back, into: &$0) }
    }
    if let log = request.log { slice.add(to: log, request.mark) { proxy.put(request, in: log, into: &$0) } }
    slice.add(to: .web1, request.mark) { web.frontEnd(request, into: &$0) }
  }
}
