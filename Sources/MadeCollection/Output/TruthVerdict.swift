/// What the truth file says of the server as a whole.
extension Truth {
  func verdict(_ visible: [Bool]) -> TruthValue {
    let real = story.steps.indices.filter { !story.steps[$0].intruder.hasPrefix("scan") }
    let done = real.filter { story.steps[$0].stage != .attempt }
    let seenDone = done.filter { visible[$0] }
    let attempted = !story.steps.isEmpty
    let actual = !done.isEmpty ? "compromised" : attempted ? "attacked_not_compromised" : "clean"
    let expected =
      !seenDone.isEmpty
      ? "compromised"
      : !done.isEmpty ? "cannot_tell" : attempted ? "attacked_not_compromised" : "clean"
    let onlyScanners = real.isEmpty && attempted
    let inside = Set(done.map { story.steps[$0].intruder })
    let insideVisible = Set(seenDone.map { story.steps[$0].intruder })
    return .members([
      "actual": .text(actual), "expected": .text(expected),
      "acceptable": .texts(onlyScanners ? [expected, "clean"] : [expected]),
      "intruders_actual": .number(inside.count), "intruders_visible": .number(insideVisible.count),
      "attempted": .flag(attempted), "first_evidence": moment(seenDone.map { story.steps[$0].time }.min()),
      "first_attempt": moment(real.filter { visible[$0] }.map { story.steps[$0].time }.min()),
      "cves": .table(vulnerabilities(real, visible)),
    ])
  }

  private func vulnerabilities(_ real: [Int], _ visible: [Bool]) -> [(String, TruthValue)] {
    Set(real.compactMap { story.steps[$0].vulnerability }).sorted().map { name in
      let steps = real.filter { story.steps[$0].vulnerability == name }
      let seen = steps.filter { visible[$0] }
      func result(_ steps: [Int]) -> TruthValue {
        steps.isEmpty
          ? .null : .text(steps.contains { story.steps[$0].stage != .attempt } ? "success" : "attempt")
      }
      return (
        name,
        .members([
          "result": result(steps), "result_visible": result(seen),
          "first": moment(steps.map { story.steps[$0].time }.min()),
          "first_success": moment(
            steps.filter { story.steps[$0].stage != .attempt }.map { story.steps[$0].time }.min()),
        ])
      )
    }
  }
}
