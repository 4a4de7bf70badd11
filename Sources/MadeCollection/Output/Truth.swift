/// What is planted in the collection, by line and by record.
struct Truth {
  /// A line or a record that a step or a look-alike left.
  struct Piece {
    var owner: Story.Owner
    var time: Moment
    var file: String
    var path: String
    var line: Int?
    var record: Int?
    var isMust: Bool
  }

  let options: CollectionOptions
  let world: World
  let story: Story
  let collection: String
  let pieces: [Piece]
  let size: Int

  private var grouped: [Story.Owner: [Piece]] { Dictionary(grouping: pieces, by: \.owner) }

  func bytes() -> [UInt8] {
    let found = grouped
    let visible = story.steps.indices.map { !(found[.step($0)] ?? []).isEmpty }
    var bytes: [UInt8] = []
    TruthValue.members([
      "schema": .text("exchange-truth/1"), "plan": .text(options.name),
      "description": .text("made by this project's collection generator"), "preset": .text("made"),
      "seed": .number(Int(options.seed)), "container": .text("velociraptor"), "server": server,
      "window": .members(["start": moment(world.start), "end": moment(world.end)]),
      "clock": options.backEndSkew == 0
        ? .null : .members(["back_end_ahead_ms": .number(options.backEndSkew)]),
      "verdict": verdict(visible), "intruders": .list(story.intruders.map { intruder($0, visible, found) }),
      "probers": .list([]), "web_shells": .list(story.shells.map(shell)), "data_taken": .list(story.taken.map(taken)),
      "persistence": .texts(story.persistence), "log_gaps": .list(story.gaps.map(gap)),
      "confounders": .texts(options.confounders.map(\.rawValue)), "stock_files": .list([]),
      "steps": .list(story.steps.indices.map { step($0, found[.step($0)] ?? []) }),
      "decoys": .list(story.decoys.indices.map { decoy($0, found[.decoy($0)] ?? []) }),
      "stats": .members(["bytes": .number(size)]),
    ]).write(into: &bytes)
    bytes.put("\n")
    return bytes
  }

  private var server: TruthValue {
    let server = options.server
    return .members([
      "name": .text(server.name), "fqdn": .text(server.fullName), "external_name": .text(server.mailHost),
      "addresses": .texts([server.address]), "product": .text("2016"), "build": .text(server.buildText),
      "install_path": .text(#"C:\Program Files\Microsoft\Exchange Server\V15"#),
      "load_balancer": server.balancer.isEmpty ? .null : .text(server.balancer),
      "mailboxes": .number(options.mailboxes),
    ])
  }

  private func step(_ number: Int, _ pieces: [Piece]) -> TruthValue {
    let step = story.steps[number]
    return .members([
      "id": .text(identifier("S", number)), "intruder": .text(step.intruder), "stage": .text(step.stage.rawValue),
      "technique": .text(step.technique), "cve": .optional(step.vulnerability), "time": moment(step.time),
      "time_true": moment(step.time), "text": .text(step.text),
      "need": .text(mustBeFound(step, pieces) ? "must" : "may"),
      "flags": .list([]), "visible": .flag(!pieces.isEmpty), "lost": .members([:]), "evidence": evidence(pieces),
    ])
  }

  /// Where only such pieces are left as need not be found, the step need not be found either.
  private func mustBeFound(_ step: Story.Step, _ pieces: [Piece]) -> Bool {
    step.isMust && (pieces.isEmpty || pieces.contains(where: \.isMust))
  }

  private func decoy(_ number: Int, _ pieces: [Piece]) -> TruthValue {
    let decoy = story.decoys[number]
    return .members([
      "id": .text(identifier("D", number)), "name": .text(decoy.name), "time": moment(decoy.time),
      "text": .text(decoy.text), "evidence": evidence(pieces),
    ])
  }

  private func evidence(_ pieces: [Piece]) -> TruthValue {
    .list(
      pieces.map { piece in
        .members([
          "time": moment(piece.time), "file": .text(piece.file), "collection_path": .text(piece.path),
          "line": .optional(piece.line), "record": .optional(piece.record), "sha256": .null,
          "need": .text(piece.isMust ? "must" : "may"),
        ])
      })
  }

  private func intruder(_ who: Story.Intruder, _ visible: [Bool], _ found: [Story.Owner: [Piece]]) -> TruthValue {
    let steps = story.steps.indices.filter { story.steps[$0].intruder == who.id }
    let times = steps.map { story.steps[$0].time }
    let seen = steps.flatMap { found[.step($0)] ?? [] }.map(\.time)
    return .members([
      "id": .text(who.id), "description": .text(""), "addresses": .texts([who.address]),
      "user_agents": .texts(who.agents.map(\.sent)), "shell_parameter": .optional(who.shellParameter),
      "entered_by": .text(who.enteredBy), "uses_shell_of": .texts(who.usesShellOf),
      "succeeded": .flag(who.succeeded), "visible": .flag(steps.contains { visible[$0] }),
      "first": moment(times.min()), "last": moment(times.max()), "first_visible_evidence": moment(seen.min()),
      "last_visible_evidence": moment(seen.max()), "first_true": moment(times.min()),
      "cves": .texts(Set(steps.compactMap { story.steps[$0].vulnerability }).sorted()),
    ])
  }

  private func shell(_ shell: Story.Shell) -> TruthValue {
    .members([
      "path": .text(shell.path), "url": .text(shell.url), "kind": .text(shell.kind),
      "written_by": .text(shell.writtenBy), "written": moment(shell.time), "on_disk": .flag(false),
      "collected": .flag(false),
    ])
  }

  private func taken(_ taken: Story.Taken) -> TruthValue {
    .members([
      "intruder": .text(taken.intruder), "how": .text(taken.how), "mailboxes": .texts(taken.mailboxes),
      "t": moment(taken.time),
    ])
  }

  private func gap(_ gap: Story.Gap) -> TruthValue {
    .members([
      "intruder": .text(gap.intruder), "logs": .texts(["HttpProxy/*", "W3SVC1", "W3SVC2", "CmdletInfra", "Ews"]),
      "start": moment(gap.start), "end": moment(gap.end), "how": .text("deleted by the intruder"),
    ])
  }

  private func identifier(_ letter: String, _ number: Int) -> String {
    letter + String(repeating: "0", count: max(0, 4 - String(number + 1).count)) + String(number + 1)
  }

  func moment(_ time: Moment?) -> TruthValue {
    guard let time else { return .null }
    var bytes: [UInt8] = []
    bytes.put(time)
    return .text(String(decoding: bytes, as: UTF8.self))
  }
}
