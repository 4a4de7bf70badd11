/// The program's version: one place, for `--version`, the custody record and the assessment.
enum ProgramVersion {
  static let text = "0.1.0"
}
