/// Rules, and parts of rules, to begin with.
enum SigmaSeeds {
  static let head = """
    title: made
    id: 929a690e-bef0-4204-a928-ef5e620d6fcc
    logsource:
      product: windows
      category: process_creation
    detection:
      selection_one:
        Image|endswith: '\\whoami.exe'
      selection_two:
        CommandLine|contains|all:
          - ' /all'
          - 'x'
      filter_main:
        User: null
      keywords:
        - one
        - two

    """

  /// A rule with one selection of one line.
  static func rule(_ line: String) -> String {
    """
    title: made
    id: 929a690e-bef0-4204-a928-ef5e620d6fcc
    logsource: {product: windows}
    detection:
      selection:
        \(line)
      condition: selection

    """
  }

  /// A rule with one selection, and its negation.
  static func pair(_ selection: String) -> String {
    func rule(_ id: Int, _ condition: String) -> String {
      """
      title: made
      id: 929a690e-bef0-4204-a928-ef5e620d6fc\(id)
      logsource: {product: windows}
      detection:
      \(selection)  condition: \(condition)

      """
    }
    return rule(1, "selection") + "---\n" + rule(2, "not selection")
  }

  /// Two rules for correlations and filters to name.
  static let bases = """
    title: base
    id: 929a690e-bef0-4204-a928-ef5e620d6fcc
    name: base
    logsource: {product: windows, service: security}
    detection: {selection: {EventID: 4625, 'IpAddress|cidr': 192.0.2.0/24}, condition: selection}
    ---
    title: other
    id: 929a690e-bef0-4204-a928-ef5e620d6fcd
    name: other
    logsource: {product: windows, service: security}
    detection: {selection: {EventID: 4624}, condition: selection}
    ---

    """

  static func rules(_ data: String?) -> [Seed] {
    var seeds = Seed.made(
      [head + "  condition: selection_one and not filter_main\n", bases, bases + filter] + documents)
    if let data { seeds += Corpus.members(of: data + "/sigma/sigma-rules.zip", step: 12, length: 6000) }
    return seeds.filter { !$0.bytes.isEmpty }
  }

  static func conditions(_ data: String?) -> [Seed] {
    Seed.made([
      "selection_one", "1 of selection_*", "all of them", "not 1 of filter_*", "selection_one or keywords",
      "selection_one and (selection_two or not filter_main)", "all of selection_* and not 1 of filter_main*",
      "selection_one | count() by User > 5", "selection_one | count(Image) by User >= 2", "((((selection_one))))",
      "1 of them", "not not not selection_one", "2 of selection_*", "selection_one AND NOT keywords", "any of them",
      "selection_one | near selection_two",
    ])
  }

  static func correlations(_ data: String?) -> [Seed] { Seed.made(documents + [filter]) }

  private static let documents: [String] =
    [
      "type: value_count\n  rules: [base]\n  group-by: [User, who]\n  aliases: {who: {base: TargetUserName}}\n"
        + "  timespan: 5m\n  condition: {gte: 10, field: IpAddress}\n  generate: true\n",
      "type: event_count\n  rules: base\n  group-by: [IpAddress]\n  timespan: 10s\n  condition: {gte: 2, lt: 9}\n",
      "type: temporal\n  rules: [base, other]\n  group-by: [User]\n  timespan: 1h\n",
      "type: temporal_ordered\n  rules: [base, other]\n  timespan: 30s\n  condition: base and not other\n",
      "type: value_sum\n  rules: [base]\n  timespan: 1d\n  condition: {gt: 1.5, field: Bytes}\n",
      "type: value_avg\n  rules: [base, other]\n  timespan: 1m\n  condition: {eq: 1.5, field: [Bytes]}\n",
      "type: value_percentile\n  rules: [base]\n  timespan: 1m\n  condition: {lte: 2, field: Bytes, percentile: 95}\n",
    ].map { "title: many\nid: 929a690e-bef0-4204-a928-ef5e620d6fce\nname: many\ncorrelation:\n  \($0)" } + [
      "title: many\nname: many\ncorrelation: {type: event_count, rules: [base], timespan: 1m, condition: {gte: 2}}\n---\n"
        + "title: more\ncorrelation: {type: temporal, rules: [many, other], timespan: 1h}\n"
    ]

  private static let filter = """
    title: filter
    logsource: {product: windows}
    filter:
      rules: [929a690e-bef0-4204-a928-ef5e620d6fcc]
      selection: {'User|re|i': '^adm.*$', 'When|hour': 3, 'Data|base64offset|contains': x, 'N|gte': 1.5}
      condition: not selection

    """

  static func values(_ data: String?) -> [Seed] {
    Seed.made([
      "\nplain", "contains\n*a?b\\*c\\\\", "re\n^(?<name>a|b)+\\d{2,5}[^x-z]$", "re|i|m|s\n(a+)+$",
      "cidr\n192.0.2.0/24",
      "cidr\n2001:db8::/32", "cidr\n::ffff:192.0.2.1/120", "windash|contains\n -a -b -c", "base64offset|contains\nhttp",
      "wide|base64offset|contains\nIEX", "utf16be|base64\nab", "expand\n%one%", "expand|contains\na%one%b%two%",
      "lt\n5",
      "gte\n-1.5e3", "hour\n3", "week\n53", "exists\ntrue", "fieldref|startswith\nOther", "cased|endswith\nX", "all\na",
      "startswith|all|neq\n\\\\server\\*", "re|startswith\na|b", "utf16\nx", "year\n2021", "re|expand\na%one%",
    ])
  }

  static func matches(_ data: String?) -> [Seed] {
    let made: [(UInt8, UInt8, String, String)] = [
      (0, 0x40, "whoami*", "WHOAMI.exe"), (1, 0x40, "ami\u{1F}xyz", "whoami"), (2, 0x40, "C:\\\\Win", "c:\\win\\x"),
      (3, 0x40, ".exe", "A.EXE"), (4, 0x40, "a+b?c|d{2}", "xaabc"), (7, 0x40, "192.0.2.0/24", "192.0.2.9"),
      (7, 0x40, "2001:db8::/32", "2001:db8::1"), (8, 0x40, "Ab", "Ab"), (10, 0x40, "-a /b", "x \u{2014}a -b"),
      (11, 0x40, "http", "aHR0cDovLw=="), (14, 0x40, "5", "4.5"), (15, 0x08, "5", "\u{5}\0\0\0"),
      (16, 0x40, "Other", "whoami.EXE /all"), (17, 0x40, "a", "b"), (13, 0x40, "a\u{1F}b", "ab"),
      (0, 0x01, "ab", "a\0b\0"), (1, 0x81, "b", "a\0\0\0b\0\0\0"), (0xFF, 0x40, "ami\u{1F}zzz", "whoami"),
      (0, 0x40, "\u{C4}?\u{130}", "\u{E4}x\u{130}"), (6, 0x02, "^a.b$", "a\nb"), (18, 0x40, "Third", "x"),
    ]
    return made.enumerated().map { number, part in
      Seed("made-\(number)", [part.0, part.1] + Array(part.2.utf8) + [0x0A] + Array(part.3.utf8))
    }
  }

  static func logSources(_ data: String?) -> [Seed] {
    Seed.made([
      "services:\n  security:\n    channels: [Security]\n    fields: {a: b}\ncategories:\n  process_creation:\n"
        + "    - service: security\n      events: [4688]\n      fields: {Image: NewProcessName}\n"
        + "      where: {Channel: [a, b]}\n  later:\n    - reader: later\n      reason: nobody reads it\n",
      "services: {a: {channels: [x, 'y']}}\ncategories: {b: [{service: a, events: []}]}\n",
    ])
  }

  static func tunings(_ data: String?) -> [Seed] {
    Seed.made([
      "exclusions:\n  - id: 929a690e-bef0-4204-a928-ef5e620d6fcc\n    reason: nightly\n    until: 2027-03-31\n",
      "exclusions:\n  - path: rules/*?/a.yml\n    reason: |\n      why\n    until: '2026-02-29'\n", "exclusions: []\n",
      "a: 1\n",
    ])
  }
}
