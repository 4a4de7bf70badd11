import Sigma
import Testing

@Suite struct NetworkTests {
  @Test(arguments: [
    ("10.0.0.0/8", "A in 0:ffff0a000000/104"),
    ("10.1.2.3/8", "A in 0:ffff0a000000/104"),
    ("203.0.113.7", "A in 0:ffffcb007107/128"),
    ("0.0.0.0/0", "A in 0:ffff00000000/96"),
    ("2001:db8::/32", "A in 20010db800000000:0/32".replacing("20010db8", with: "20010db8")),
    ("2001:DB8:0:0::1/128", "A in 20010db800000000:1/128"),
    ("::1", "A in 0:1/128"),
    ("::/0", "A in 0:0/0"),
    ("::ffff:192.0.2.0/120", "A in 0:ffffc0000200/120"),
    ("fe80::1:2/64", "A in fe80000000000000:0/64"),
    ("1:2:3:4:5:6:7:8", "A in 1000200030004:5000600070008/128"),
  ])
  func network(_ written: String, _ expected: String) {
    #expect(RuleText.expression(RuleText.selecting("A|cidr: '\(written)'"))?.short == expected)
  }

  @Test(arguments: [
    "", "10.0.0", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.256", "010.0.0.1", "10.0.0.0/8/8", "1:2:3", ":::",
    "1::2::3", "2001:db8::/129", "12345::", "1:2:3:4:5:6:7:8:9", "fe80::1%eth0/64", "10.0.0.*", "g::1",
    "1:2:3:4:5:6:7:",
  ])
  func noNetwork(_ written: String) {
    #expect(Network(written) == nil)
  }
}
