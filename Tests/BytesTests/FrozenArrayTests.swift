import Bytes
import Testing

@Suite struct FrozenArrayTests {
  @Test func holdsWhatItWasMadeOf() {
    let numbers = FrozenArray<Int32>([3, -1, 4])
    let read = [numbers[0], numbers[1], numbers[2]]
    #expect(read == [3, -1, 4])
    let empty = FrozenArray<UInt64>([])
    let counts = [numbers.count, empty.count]
    #expect(counts == [3, 0])
  }

  @Test func partsOfBytes() {
    let bytes = FrozenArray<UInt8>(Array("hello".utf8))
    let part = bytes.bytes(at: 1, count: 3).array
    #expect(part == Array("ell".utf8))
    let nothing = bytes.bytes(at: 5, count: 0).byteCount
    #expect(nothing == 0)
    let (lo, la) = (Array("lo".utf8), Array("la".utf8))
    let answers = [
      bytes.holds(lo.rawSpan, at: 3, count: 2), bytes.holds(lo.rawSpan, at: 3, count: 1),
      bytes.holds(la.rawSpan, at: 3, count: 2),
    ]
    #expect(answers == [true, false, false])
    let empty = FrozenArray<UInt8>([])
    let none = empty.bytes(at: 0, count: 0).byteCount
    #expect(none == 0)
  }

  @Test func nothingOutsideIsRead() async {
    await #expect(processExitsWith: .failure) {
      let array = FrozenArray<UInt8>([1, 2])
      _ = array[2]
    }
    await #expect(processExitsWith: .failure) {
      let array = FrozenArray<UInt8>([1, 2])
      _ = array[-1]
    }
    await #expect(processExitsWith: .failure) {
      let array = FrozenArray<Int32>([])
      _ = array[0]
    }
    await #expect(processExitsWith: .failure) {
      let array = FrozenArray<UInt8>([1, 2])
      _ = array.bytes(at: 1, count: 2).byteCount
    }
    await #expect(processExitsWith: .failure) {
      let array = FrozenArray<UInt8>([1, 2])
      _ = array.bytes(at: 3, count: 0).byteCount
    }
    await #expect(processExitsWith: .failure) {
      let array = FrozenArray<UInt8>([1, 2])
      _ = array.bytes(at: 0, count: -1).byteCount
    }
    await #expect(processExitsWith: .failure) {
      let array = FrozenArray<UInt8>([1, 2])
      _ = array.bytes(at: 1, count: .max).byteCount
    }
  }
}
