import Bytes
import Records
import Testing

@Suite("Items and members of a column")
struct ItemTextTests {
  private static func item(_ key: String, _ items: String, _ kind: ValueKind = .utf8, folded: Bool = false) -> String? {
    var text = ByteBuffer()
    let isThere = ItemText.append(
      Array(key.utf8), of: Array(items.utf8).rawSpan, kind: kind, folded: folded, to: &text)
    return isThere ? text.text : nil
  }

  @Test(arguments: [
    ("cmd", "S:CMD=a;S:URL=b", "a"), ("url", "S:CMD=a;S:URL=b?c=d", "b?c=d"), ("url", "URL=b;URL=c", "b"),
    ("cmd", "'S:CMD=X.A=''b;S:URL=c''.D=''''';S:URL=d", "X.A='b;S:URL=c'.D=''"),
    ("url", "'S:CMD=''b;c''';S:URL=d", "d"),
    ("cmd", "'S:CMD=a;S:URL=b", "a"), ("url", "'S:CMD=a;S:URL=b", "b"), ("cmd", "S:CMD=;S:URL=b", nil),
    ("cmd", "S:CMDX=a;XCMD=b", nil), ("cmd", "", nil), ("cmd", "CMD", nil), ("cmd", ";;;I32:CMD=7;", "7"),
    ("cmd", "Dbl:cmd=1=2", "1=2"), ("time", "S:CMD=http://x;Timeout:TIME=1;TIME=2", "1"),
  ])
  func itemIsFoundOutsideQuotes(key: String, items: String, value: String?) {
    #expect(Self.item(key, items) == value)
  }

  @Test func bothQuotesAreUndone() {
    let items = #"S:A=1;'S:CMD=Set.Url=''<a b=""c"">;'';""';S:B=""x"""#
    #expect(Self.item("cmd", items, .csvText) == #"Set.Url='<a b="c">;';""#)
    #expect(Self.item("b", items, .csvText) == #""x""#)
    #expect(Self.item("cmd", items, .csvText, folded: true) == #"set.url='<a b="c">;';""#)
  }

  private static func member(_ name: String, _ object: String, _ kind: ValueKind = .utf8) -> String? {
    var text = ByteBuffer()
    let isThere = JSONMemberText.append(
      Array(name.utf8), of: Array(object.utf8).rawSpan, kind: kind, folded: false, to: &text)
    return isThere ? text.text : nil
  }

  @Test(arguments: [
    ("a", #"{"a":"x\u0041\/"}"#, "xA/"), ("a", #"{"b":{"a":1},"a":2}"#, "2"),
    ("a", #"{ "b" : [ "a" ] , "a" : true }"#, "true"),
    ("a", #"{"b":"\"a\":1","a":3}"#, "3"), ("a", #"{"a":null}"#, nil), ("a", #"{"a":""}"#, nil),
    ("a", #"{"a":{"b":1}}"#, #"{"b":1}"#),
    ("a", #"{"a":[{"Name":"N","Value":"V"},{"Name":"M","Value":7},"x",8]}"#, "N=V; M=7; x; 8"),
    ("a", #"{"a":[]}"#, nil),
    ("a", #"{"a":"unclosed"#, nil), ("a", #"{"b":}"#, nil), ("a", "", nil), ("a", "[1]", nil),
    ("a", #"{"b":1 "a":2}"#, nil),
  ])
  func memberIsFoundAtTheTop(name: String, object: String, value: String?) {
    #expect(Self.member(name, object) == value)
  }

  @Test func doubledQuotesOfTheColumnAreUndone() {
    #expect(Self.member("a", #"{""b"":1,""a"":""x\""y""}"#, .csvText) == #"x"y"#)
  }
}
