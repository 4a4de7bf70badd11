import Bytes
import Testing

/// Text from evidence does nothing to a screen.
@Suite struct DisplayTests {
  @Test(arguments: [
    ("plain äöü 語", "plain äöü 語", "plain <U+00E4><U+00F6><U+00FC> <U+8A9E>"),
    ("\u{1B}[2Jx", "<ESC>[2Jx", "<ESC>[2Jx"), ("a\nb\tc\r", "a<LF>b<TAB>c<CR>", "a<LF>b<TAB>c<CR>"),
    ("\u{202E}gpj.exe", "<U+202E>gpj.exe", "<U+202E>gpj.exe"),
    ("\u{7F}\u{85}\0", "<DEL><U+0085><NUL>", "<DEL><U+0085><NUL>"),
    ("\u{E0041}", "<U+E0041>", "<U+E0041>"), ("a\u{200B}b\u{FEFF}", "a<U+200B>b<U+FEFF>", "a<U+200B>b<U+FEFF>"),
  ])
  func whatSteersIsShownByName(text: String, shown: String, ascii: String) {
    #expect(text.escapedForDisplay == shown)
    #expect(text.escapedForASCII == ascii)
  }

  @Test func nothingThatSteersIsLeft() {
    var random = Seeded(40)
    for _ in 0..<500 {
      let text = random.text(30)
      #expect(!text.escapedForDisplay.steersDisplay)
      #expect(!text.escapedForASCII.utf8.contains { $0 < 0x20 || $0 >= 0x7F })
    }
  }
}
