import MayflyCore
import Testing

@testable import Warden

@Suite("The lines of what is in force in a cell") struct ControlLinesTests {
    private static func lines(_ text: String) -> [Control] {
        text.split(separator: " ").map { word in
            let parts = word.split(separator: "=")
            return Control(String(parts[0]), String(parts[1]))
        }
    }

    @Test(arguments: ["a=1 b=2 c=3", "a=1 b=9 c=3", "a=7 b=8 c=9", "a=1 b=2", "a=1 b=2 c=3 d=4", "b=2 a=1 c=3"])
    func `are the same, whatever others have`(text: String) {
        let other = ControlLines(Self.lines("a=1 b=2 c=3"))
        let twin = ControlLines(Self.lines("a=0 b=2 c=3"), like: other)
        for lines in [ControlLines(Self.lines(text), like: other), ControlLines(Self.lines(text), like: twin)] {
            #expect(lines.all == Self.lines(text))
        }
        #expect(other.all == Self.lines("a=1 b=2 c=3") && twin.all == Self.lines("a=0 b=2 c=3"))
    }

    @Test func `are a cell's own only where they differ`() {
        let first = ControlLines(Self.lines("a=1 b=2 c=3"))
        let second = ControlLines(Self.lines("a=1 b=5 c=3"), like: first)
        #expect(first.ownCount == 0 && second.ownCount == 1)
        #expect(ControlLines(Self.lines("a=1 b=2 c=4"), like: second).ownCount == 1, "of the first, not of the second")
        #expect(ControlLines(Self.lines("a=1"), like: first).ownCount == 0, "nothing is shared")
    }
}
