/// Something that reads hostile bytes, and inputs to begin with.
struct FuzzTarget: Sendable {
  let name: String
  /// How many of 100 executions of a full run it gets.
  let share: Int
  /// The longest input, in bytes.
  let longest: Int
  /// The types that it feeds: each is the name of a file below `Sources`.
  let reads: [String]
  /// Must come back in bounded time and memory, whatever the bytes; a broken promise ends the process.
  let run: @Sendable ([UInt8]) -> Void
  /// Named inputs, made by us, and cut from the development data where its folder is given.
  let seeds: @Sendable (_ data: String?) -> [Seed]
}

/// An input to begin with.
struct Seed {
  let name: String
  let bytes: [UInt8]

  init(_ name: String, _ bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  init(_ name: String, _ text: String) { self.init(name, Array(text.utf8)) }

  /// Seeds of our own, numbered.
  static func made(_ texts: [String]) -> [Seed] { texts.enumerated().map { Seed("made-\($0)", $1) } }
}
