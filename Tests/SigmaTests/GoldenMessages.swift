// Written by `UPDATE_GOLDEN=1 swift test --filter GoldenMessageTests`; review the difference.
enum GoldenMessages {
  static let text = #"""
    modifier-misspelled.yml:7:21: unknown modifier 'startwith'
    7 |         cs-uri-stem|startwith: /owa/
      |                     ^ did you mean 'startswith'?

    modifier-unknown.yml:7:15: unknown modifier 'nosuchmodifier'
    7 |         Image|nosuchmodifier: x
      |               ^

    selection-unknown.yml:7:30: unknown selection 'absent'
    7 |     condition: selection and absent
      |                              ^

    selection-misspelled.yml:7:21: no selection fits 'selectoin*'
    7 |     condition: 1 of selectoin*
      |                     ^ did you mean 'selection'?

    bracket-open.yml:7:16: '(' without ')'
    7 |     condition: (selection
      |                ^

    section-misspelled.yml:5:1: unknown key 'detections', and no 'detection', 'correlation' or 'filter'
    5 | detections:
      | ^ did you mean 'detection'?

    flow-map-open.yml:4:10: not valid YAML: did not find expected ',' or '}' (while parsing a flow mapping)
    4 | detection:
      |          ^

    tab-as-indentation.yml:4:1: not valid YAML: found character that cannot start any token (while scanning for the next token)
    4 |  product: windows
      | ^

    key-twice.yml:7:9: the key 'A' is written twice
    7 |         A: x
      |         ^

    null-in-list.yml:7:16: null inside a list of values
    7 |         A: [x, null]
      |                ^ write a selection of its own for it

    level-misspelled.yml:10:8: unknown level 'crtical'
    10 | level: crtical
       |        ^ did you mean 'critical'?

    network-wrong.yml:7:25: '10.0.0.0/99' is no network in CIDR notation
    7 |         IpAddress|cidr: 10.0.0.0/99
      |                         ^

    timespan-wrong.yml:23:15: the timespan '90min' is not a number above 0 with s, m, h or d
    23 |     timespan: 90min
       |               ^ 90 minutes are '90m'

    reference-unknown.yml:22:13: no rule is called 'oen'
    22 |     rules: [oen]
       |             ^ did you mean 'one'?

    long-line.yml:8:311: unknown modifier 'contians'
    8 | …g long long long long long long long long long long long long long long long long long |contians': x
      |                                                                                          ^ did you mean 'contains'?

    control-characters.yml:7:17: unknown modifier 'wrong'
    7 |         "a\e[31m|wrong": x
      |                 ^
    """#
}
