import MayflySchema
import Testing

@Suite("A pattern")
struct PatternTests {
    private func matches(_ pattern: String, _ text: String) throws -> Bool? {
        var budget = 1_000_000
        return try Pattern(pattern).matches(text, budget: &budget)
    }

    @Test(
        arguments: [
            ("abc", ["abc", "xabcx"], ["ab", "", "ABC"]), ("^abc$", ["abc"], ["xabc", "abcx"]), ("^$", [""], ["a"]),
            ("", ["", "x"], []), ("a|b|cd", ["a", "xb", "cd"], ["c", "d"]), ("^(a|b)*$", ["", "abba"], ["abc"]),
            ("^a+$", ["a", "aaa"], ["", "b"]), ("^a?b$", ["b", "ab"], ["aab"]), ("^a{2}$", ["aa"], ["a", "aaa"]),
            ("^a{2,}$", ["aa", "aaaa"], ["a"]), ("^a{1,3}$", ["a", "aaa"], ["", "aaaa"]), ("^a{0}$", [""], ["a"]),
            ("^a+?b*?$", ["a", "aab"], ["b"]), ("^.$", ["a", "é", "🙂"], ["\n", "", "ab", "\u{2028}"]),
            ("^[a-c]$", ["a", "b", "c"], ["d", "-"]), ("^[^a-c]$", ["d", "\n"], ["a"]), ("^[a-]$", ["a", "-"], ["b"]),
            ("^[-a]$", ["a", "-"], ["b"]), (#"^[\d_]+$"#, ["12_"], ["a", "٣"]), (#"^\w+$"#, ["aZ_9"], ["é", "-"]),
            (#"^\W\S\D$"#, ["-aa"], ["aaa", "- a", "-a1"]), (#"^\s$"#, [" ", "\t", "\u{a0}", "\u{feff}"], ["a"]),
            (#"\bfoo\b"#, ["foo", "a foo b"], ["foox", "xfoo"]), (#"\Boo"#, ["foo"], ["oo"]),
            (#"^\x41\u0042\u{43}\t$"#, ["ABC\t"], ["ABC"]), (#"^\uD83D\uDE42$"#, ["🙂"], ["x"]),
            (#"^\cA\0$"#, ["\u{1}\0"], [""]),
            (#"^[\b\]\\]$"#, ["\u{8}", "]", "\\"], ["b"]),
            (#"^\^\$\\\.\*\+\?\(\)\[\]\{\}\|\/\-$"#, [#"^$\.*+?()[]{}|/-"#], []),
            ("^(?:ab){2}(c|d)$", ["ababc", "ababd"], ["abc"]), ("^(a*)*$", ["", "aaa"], ["b"]),
            ("^(|a)+$", ["", "aa"], ["b"]),
            ("a(?:b|)c", ["abc", "ac"], ["abbc"]), ("^[[]$", ["["], ["]"]), ("^(a?){3}$", ["", "aaa"], ["aaaa"]),
        ] as [(String, [String], [String])]
    )
    func `matches`(pattern: String, accepted: [String], refused: [String]) throws {
        for text in accepted { #expect(try matches(pattern, text) == true, "\(pattern) on \(text.debugDescription)") }
        for text in refused { #expect(try matches(pattern, text) == false, "\(pattern) on \(text.debugDescription)") }
    }

    @Test(
        arguments: [
            ("(", 1, "no ')'"), ("a)", 2, "no '('"), ("[a", 1, "no ']'"), ("[]", 2, "without characters"),
            ("*", 1, "nothing"),
            ("a**", 3, "nothing"), ("a++", 3, "nothing"), ("^*", 2, "condition"), ("{", 1, "itself"),
            ("a{", 3, "missing"),
            ("a{1", 4, "{n,m}"), ("a{2,1}", 6, "out of order"), ("a{1001}", 6, "1000"), ("]", 1, "itself"),
            ("}", 1, "itself"),
            ("(?=a)", 1, "looking ahead"), ("(?!a)", 1, "looking"), ("(?<=a)", 1, "looking"), ("(?<!a)", 1, "looking"),
            ("(?<n>a)", 1, "of groups"), ("(?i)a", 1, "of groups"), (#"(a)\1"#, 4, "back"), (#"\k<n>"#, 1, "back"),
            (#"\p{L}"#, 1, "properties"), (#"\q"#, 1, "not an escape"), (#"\"#, 1, "nothing follows"),
            (#"\x4"#, 1, "two"),
            (#"\uD800"#, 1, "exists"), (#"\u{110000}"#, 1, "exists"), (#"[\d-z]"#, 2, "end of a range"),
            ("[z-a]", 2, "order"),
            (#"\01"#, 1, "octal"), (#"\c1"#, 1, "letter"),
        ]
    )
    func `is refused at its place`(pattern: String, position: Int, message: String) {
        do throws(PatternError) {
            _ = try Pattern(pattern)
            Issue.record("\(pattern) was accepted")
        } catch {
            #expect(error.position == position, "\(pattern): \(error)")
            #expect(error.message.contains(message), "\(pattern): \(error)")
        }
    }

    @Test func `is not too large, however its repetitions multiply`() {
        for pattern in [
            "((a{100}){100}){100}", "(a{1000}){3}", String(repeating: "a", count: 1001),
            "((((){1000}){1000}){1000}){1000}",
            "((a{0}){1000}){1000}", "(((|){900}){900}){900}", "((()*){1000}){1000}",
        ] {
            #expect(throws: PatternError.self) { try Pattern(pattern) }
        }
        #expect(throws: PatternError.self) {
            try Pattern(String(repeating: "(", count: 60) + String(repeating: ")", count: 60))
        }
        #expect((try? Pattern("a{1000}")) != nil)
    }

    /// Patterns for which machines that go back take time without end.
    @Test(arguments: ["^(a+)+$", "^(a|a)*$", "^(a*)*b$", "(a|aa)+$", "^(.*)*x$", #"^(\w+\s?)*$"#, "(x+x+)+y"])
    func `takes time in proportion to the text`(pattern: String) throws {
        let pattern = try Pattern(pattern)
        var steps: [Int] = []
        for length in [1000, 2000, 4000] {
            var budget = 10_000_000
            let text = String(repeating: "a", count: length) + "!"
            #expect(pattern.matches(text, budget: &budget) != nil)
            steps.append(10_000_000 - budget)
        }
        #expect(steps[1] <= 2 * steps[0] + 100)
        #expect(steps[2] <= 2 * steps[1] + 100)
    }

    @Test func `says so when the steps it may take are too few`() throws {
        var budget = 100
        #expect(try Pattern("b").matches(String(repeating: "a", count: 1000), budget: &budget) == nil)
    }
}
