import MayflyCore
import Testing

@Suite("A text from outside")
struct TextBytesTests {
    private static let marks = String(repeating: "\u{301}\u{327}", count: 50_000)

    @Test func `is compared by its bytes`() {
        #expect("Ki".hasBytes(of: "Ki"))
        #expect("\u{212a}i" == "Ki")
        #expect(!"\u{212a}i".hasBytes(of: "Ki"))
        #expect(!"Ki\u{301}".hasBytes(of: "Ki"))
    }

    @Test func `is compared in a time that follows its length`() {
        let text = "a" + Self.marks
        let time = ContinuousClock().measure { for _ in 0..<10 { _ = text.hasBytes(of: "b" + Self.marks) } }
        #expect(time < .seconds(2))
    }

    @Test(arguments: [
        ("", 3, ""), ("abc", 3, "abc"), ("abcd", 3, "abc…"), ("aéé", 3, "aé…"), ("aéé", 2, "a…"), ("😀", 3, "…"),
    ])
    func `is cut after whole scalars`(text: String, most: Int, expected: String) {
        #expect(text.excerpt(most) == expected)
    }

    @Test func `is cut inside a character of many marks`() {
        #expect(("a" + Self.marks).excerpt().utf8.count <= 80 + "…".utf8.count)
    }
}
