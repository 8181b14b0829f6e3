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

    @Test(arguments: [("7", 7), ("007", 7), ("", nil), ("+7", nil), ("-7", nil), (" 7", nil), ("٧", nil), ("256", nil)])
    func `is a number when it has digits alone`(text: String, expected: UInt8?) {
        #expect(UInt8(digits: text) == expected)
    }

    @Test(arguments: ["16384\u{212a}i", "512\u{301}", "5\u{ff15}", "+5Mi", "5Mi\u{301}"])
    func `that looks like a size is none`(text: String) {
        #expect(throws: QuantityError.self) { try ByteCount(parsing: text) }
    }

    @Test(arguments: ["+500m", "+50%", "-1", "5\u{301}", "500m\u{301}", "٥"])
    func `that looks like a number of processors is none`(text: String) {
        #expect(throws: QuantityError.self) { try CPURate(parsing: text) }
    }

    @Test(arguments: ["+5s", "5s\u{301}", "5\u{301}s", "٥s", "5\u{17f}"])
    func `that looks like a duration is none`(text: String) {
        #expect(throws: QuantityError.self) { try Duration(parsing: text) }
    }

    @Test func `is not repeated whole when it is no quantity`() throws {
        let error = #expect(throws: QuantityError.self) {
            try ByteCount(parsing: String(repeating: "1", count: 500_000))
        }
        #expect(try #require(error).description.utf8.count < 200)
    }
}
