import Testing

@testable import Bytes

@Suite struct ObjectArrayTests {
  private final class Thing: Sendable {
    let number: Int
    init(_ number: Int) { self.number = number }
  }

  /// The array alone keeps its objects.
  @Test func objectsLiveAsLongAsTheArray() {
    weak var first: Thing?
    do {
      let made = (0..<100).map { Thing($0) }
      first = made[0]
      let array = ObjectArray(made.map { $0 })
      #expect(array.count == 100)
      for number in 0..<100 { #expect(array.with(number) { $0.number } == number) }
    }
    #expect(first == nil)
  }

  @Test func noObjectsAreNone() { #expect(ObjectArray<Thing>([]).count == 0) }
}
