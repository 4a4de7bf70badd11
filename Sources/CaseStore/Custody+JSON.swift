import Bytes
import FoundationEssentials
import Model

/// `custody.json`: keys in a fixed order, one artifact a line.
extension Custody {
  var json: [UInt8] {
    var json = JSONWriter(capacity: 65_536)
    json.object { json in
      writeRun(to: &json)
      writeRules(to: &json)
      writeIndicators(to: &json)
      Self.list("evidence", evidence, to: &json) { given, json in given.write(to: &json) }
      Self.list("refused", refused, to: &json) { refusal, json in
        json.object { json in
          json.member("path", refusal.path)
          json.member("reason", refusal.reason)
        }
      }
      Self.list("notes", notes, to: &json) { note, json in
        json.object { json in
          json.member("path", note.path)
          json.member("text", note.text)
        }
      }
      writeSkips(to: &json)
      Self.list("artifacts", artifacts, to: &json) { artifact, json in artifact.writeCustody(to: &json) }
      json.buffer.append("\n")
    }
    json.buffer.append("\n")
    return json.buffer.array
  }

  private func writeRun(to json: inout JSONWriter) {
    json.member("state", state.rawValue)
    json.breakLine(indent: 1)
    json.member("postern", version)
    json.key("who")
    json.object { json in
      json.member("user", who.user)
      json.member("host", who.host)
    }
    json.member("started", started.description)
    json.member("ended", ended?.description)
    json.breakLine(indent: 1)
    json.member("arguments", arguments)
    json.member("directory", directory)
    json.breakLine(indent: 1)
    json.member("confinement", confinement)
    guard let limits else { return }
    Self.section("limits", to: &json) { json in
      json.member("entries", limits.entries)
      json.member("totalBytes", limits.totalBytes)
      json.member("memberBytes", limits.memberBytes)
      json.member("ratio", limits.ratio)
      json.member("depth", limits.depth)
    }
  }

  private func writeRules(to json: inout JSONWriter) {
    Self.section("rules", to: &json) { json in
      json.member("count", rules.count)
      json.member("sha256", rules.sha256)
      json.member("failed", rules.failed)
      json.member("notRunnable", rules.notRunnable)
      Self.list("files", rules.files, to: &json) { file, json in file.write(to: &json) }
    }
  }

  private func writeIndicators(to json: inout JSONWriter) {
    guard let indicators else { return }
    Self.section("indicators", to: &json) { json in
      json.member("count", indicators.count)
      json.member("refused", indicators.refused)
      json.member("expired", indicators.expired)
      Self.list("files", indicators.files, to: &json) { file, json in
        json.object { json in
          json.member("path", file.path)
          json.member("format", file.format)
          json.member("size", file.size)
          json.member("sha256", file.sha256)
          json.member("count", file.count)
          json.member("refused", file.refused)
        }
      }
    }
  }

  private func writeSkips(to json: inout JSONWriter) {
    Self.section("skips", to: &json) { json in
      json.member("count", skips.count)
      json.member("damagedBytes", skips.damagedBytes)
      json.member("unknownBytes", skips.unknownBytes)
    }
  }

  private static func section(
    _ name: StaticString, to json: inout JSONWriter, write: (inout JSONWriter) -> Void
  ) {
    json.breakLine(indent: 1)
    json.key(name)
    json.object(write)
  }

  private static func list<Element>(
    _ name: StaticString, _ elements: [Element], to json: inout JSONWriter,
    write: (Element, inout JSONWriter) -> Void
  ) {
    json.breakLine(indent: 1)
    json.key(name)
    json.array { json in
      for element in elements {
        json.breakLine(indent: 2)
        write(element, &json)
      }
    }
  }
}

extension Custody.Given {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("path", path)
      json.member("kind", kind)
      if let size { json.member("size", size) }
      if let sha256 { json.member("sha256", sha256) }
    }
  }
}

extension Artifact {
  fileprivate func writeCustody(to json: inout JSONWriter) {
    json.object { json in
      json.member("number", number)
      json.member("path", path)
      json.member("source", source)
      json.member("host", host)
      json.member("size", size)
      json.member("sha256", sha256)
      json.member("modified", modified?.description)
      json.member("format", format)
      json.member("understood", account.understood)
      json.member("damaged", account.damaged)
      json.member("unknown", account.unknown)
    }
  }
}

extension Custody {
  /// Reads `custody.json`.
  ///
  /// Throws where it is not one.
  init(json: [UInt8]) throws {
    let file = try JSONDecoder().decode(File.self, from: Data(json))
    self.init(
      version: file.postern, who: file.who, started: try Self.time("started", file.started), arguments: file.arguments,
      directory: file.directory,
      confinement: file.confinement, evidence: file.evidence, rules: file.rules)
    state = file.state
    ended = try file.ended.map { try Self.time("ended", $0) }
    refused = file.refused
    notes = file.notes ?? []
    limits = file.limits
    indicators = file.indicators
    skips = file.skips
    artifacts = try file.artifacts.map { try $0.artifact }
  }

  private static func time(_ name: String, _ text: String) throws -> Timestamp {
    if let time = Timestamp(text) { return time }
    throw CaseError.cannotRead("custody.json", reason: "\(name): expected a time, found '\(text.prefix(100))'")
  }

  private struct File: Decodable {
    var state: State
    var postern: String
    var who: Person
    var started: String
    var ended: String?
    var arguments: [String]
    var directory: String
    var confinement: String
    var evidence: [Given]
    var rules: Rules
    var refused: [Refusal]
    var notes: [Note]?
    var limits: ArchiveLimits?
    var indicators: Indicators?
    var skips: Skips
    var artifacts: [Stored]
  }

  private struct Stored: Decodable {
    var number: Int
    var path: String
    var source: String
    var host: String?
    var size: UInt64
    var sha256: String
    var modified: String?
    var format: String
    var understood: UInt64
    var damaged: UInt64
    var unknown: UInt64

    var artifact: Artifact {
      get throws {
        let modified = try modified.map { try Custody.time("modified of artifact \(number)", $0) }
        return Artifact(
          number: number, path: path, source: source, host: host, size: size, sha256: sha256,
          modified: modified, format: format,
          account: ByteAccount(size: size, understood: understood, damaged: damaged, unknown: unknown))
      }
    }
  }
}
