import Bytes
import Testing

@testable import Reports

@Suite struct CSVTextTests {
  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("a\nb", "\"a\nb\""),
    ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("  =1", "'  =1"),
    ("\u{FF1D}1", "'\u{FF1D}1"), ("\t=1", "\"'\t=1\""), ("\u{1B}=1", "'<ESC>=1"), ("\u{200B}=1", "'<U+200B>=1"),
    ("\r=1", "'<CR>=1"), ("a=1", "a=1"), ("\u{202E}x", "<U+202E>x"),
  ])
  func cellsAreQuotedAndNeverFormulas(cell: String, written: String) {
    let row = ReportSamples.text { CSVText.append([cell], to: &$0) }
    #expect(row == written + "\r\n")
  }
}
