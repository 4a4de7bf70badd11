internal import EVTXTestSupport

/// What is planted into the traffic: traces of intruders, scanners and harmless look-alikes, and whose each trace is.
struct Story: Sendable {
  enum Stage: String, Sendable { case attempt, success, post }

  /// Something that was done, with what it left.
  struct Step: Sendable {
    var intruder: String
    var stage: Stage
    /// The detection that is to find it, or an ATT&CK technique.
    var technique: String
    var vulnerability: String?
    var text: String
    var isMust: Bool
    var time: Moment
  }

  /// Harmless activity that looks like an attack.
  struct Decoy: Sendable {
    var name: String
    var text: String
    var time: Moment
  }

  struct Intruder: Sendable {
    var id: String
    var address: String
    var agents: [Agent]
    var enteredBy: String
    var shellParameter: String?
    var usesShellOf: [String] = []
    var succeeded = true
  }

  struct Shell: Sendable {
    var path: String
    var url: String
    var kind: String
    var writtenBy: String
    var time: Moment
  }

  struct Taken: Sendable {
    var intruder: String
    var how: String
    var mailboxes: [String]
    var time: Moment
  }

  /// Logs that somebody deleted: hourly ones from `start` to `end`, the day's web logs up to `end`.
  struct Gap: Sendable {
    var intruder: String
    var start: Moment
    var end: Moment
  }

  enum Owner: Hashable, Sendable {
    case step(Int)
    case decoy(Int)
  }

  struct Trace: Sendable {
    var owner: Owner
    var time: Moment
    /// Logs whose line of it must be found; the others may be.
    var must: Set<LogStream>
    /// An event record is evidence that must be found.
    var isMustEvent = false
  }

  var steps: [Step] = []
  var decoys: [Decoy] = []
  var intruders: [Intruder] = []
  var shells: [Shell] = []
  var taken: [Taken] = []
  var gaps: [Gap] = []
  var persistence: [String] = []
  var traces: [Trace] = []
  var entries: [Entry] = []
  /// Records of Windows' event logs with the number of their trace, -1 for none.
  var events: [(event: MadeEvent, trace: Int)] = []

  init() {}

  mutating func step(
    _ intruder: String, _ stage: Stage, _ technique: String, _ vulnerability: String?, _ text: String,
    must: Bool = true, at time: Moment
  ) -> Owner {
    steps.append(
      Step(
        intruder: intruder, stage: stage, technique: technique, vulnerability: vulnerability, text: text,
        isMust: must, time: time))
    return .step(steps.count - 1)
  }

  mutating func decoy(_ name: String, _ text: String, at time: Moment) -> Owner {
    decoys.append(Decoy(name: name, text: text, time: time))
    return .decoy(decoys.count - 1)
  }

  /// The front end's and the proxy's line must be found, and the web services' one; the back end's may be.
  static let usual: Set<LogStream> = Set(LogStream.allCases).subtracting([.web2, .ecpActivity, .rpsHttp, .audit])

  /// Plants a request.
  mutating func add(_ request: WebRequest, of owner: Owner, must: Set<LogStream> = usual) {
    var planted = request
    planted.mark = trace(owner, at: request.end, must: must)
    entries.append(.web(planted))
  }

  /// Plants a line.
  mutating func add(
    _ bytes: [UInt8], to stream: LogStream, at time: Moment, of owner: Owner, must: Set<LogStream> = usual
  ) {
    entries.append(.line(stream, at: time, bytes, mark: trace(owner, at: time, must: must)))
  }

  /// Plants lines made elsewhere.
  mutating func add(_ made: [Entry], of owner: Owner, must: Set<LogStream> = usual) {
    for entry in made {
      switch entry {
      case .web(let request): add(request, of: owner, must: must)
      case .line(let stream, let time, let bytes, _): add(bytes, to: stream, at: time, of: owner, must: must)
      }
    }
  }

  /// Plants an event.
  mutating func add(_ event: MadeEvent, at time: Moment, of owner: Owner, must: Bool = true) {
    let number = trace(owner, at: time, must: [])
    traces[number].isMustEvent = must
    events.append((event, number))
  }

  private mutating func trace(_ owner: Owner, at time: Moment, must: Set<LogStream>) -> Int {
    traces.append(Trace(owner: owner, time: time, must: must))
    return traces.count - 1
  }
}
