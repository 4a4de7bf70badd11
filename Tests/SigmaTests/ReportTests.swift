import Foundation
import Sigma
import Testing

@Suite struct ReportTests {
  @Test func reportAddsUp() {
    let report = RuleCheckReport(CodecTests.sample)
    #expect(report.loaded == 7)
    #expect(report.rules == 9)
  }

  @Test func jsonKeepsItsPromise() throws {
    let text = RuleCheckReport(CodecTests.sample).json
    let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    #expect(object["rules"] as? Int == 9)
    #expect(object["loaded"] as? Int == 7)
    #expect(object["correlations"] as? Int == 2)
    #expect(object["filters"] as? Int == 1)
    let failed = try #require(object["failed"] as? [[String: Any]])
    #expect(failed.first?["file"] as? String == "rule.yml")
    #expect(failed.first?["line"] is Int)
    #expect(failed.first?["reason"] as? String == "unknown modifier 'wrogn'")
    let notRunnable = try #require(object["notRunnable"] as? [[String: Any]])
    #expect((notRunnable.first?["reason"] as? String)?.contains("linux") == true)
    #expect(!text.dropLast().contains("\n"))
  }

  @Test func textShowsCountsProblemsAndSources() {
    let text = RuleCheckReport(CodecTests.sample).text
    #expect(text.hasPrefix("9 rules: 7 load, 1 refused, 1 not runnable here\n"))
    #expect(text.contains("2 correlations, 1 filters"))
    #expect(text.contains("unknown modifier 'wrogn'"))
    #expect(text.contains("1  it is for the product 'linux', whose logs nobody reads here: rule.yml"))
    #expect(text.contains("3  windows/-/security"))
  }

  @Test(arguments: [
    (LogSource(category: "process_creation", product: "windows"), "windows/process_creation"),
    (LogSource(product: "windows", service: "security"), "windows/-/security"),
    (LogSource(category: "webserver"), "-/webserver"),
    (LogSource(product: "windows"), "windows"),
    (LogSource(service: "x"), "-/-/x"),
  ])
  func logSourceInOneLine(_ source: LogSource, _ text: String) {
    #expect(source.text == text)
  }
}
