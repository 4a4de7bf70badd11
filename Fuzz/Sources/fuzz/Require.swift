/// Ends the process with the message where a promise is broken.
///
/// An optimized build leaves out the message of `precondition`.
func require(_ holds: Bool, _ message: @autoclosure () -> String) {
  if !holds { fatalError(message()) }
}
