package import MayflyCore

/// Reads a policy from its text: blocks of a reason and the rules that stand or fall with it.
///
/// The form is described at the top of `Policies/strict.policy`. Texts are part of the program; a test reads each of them.
package struct SystemCallPolicyText {
    /// A line that is not understood.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package let line: Int
        package let text: String
        package var description: String { "line \(line): \(text)" }
    }

    private var groups: [SystemCallGroup] = []
    private var reason: [Substring] = []
    private var rules: [SystemCallRule] = []

    /// The groups of a text, in order.
    package static func groups(in text: some StringProtocol) throws(Failure) -> [SystemCallGroup] {
        var reading = SystemCallPolicyText()
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            guard reading.read(Substring(line)) else { throw Failure(line: index + 1, text: String(line)) }
        }
        reading.endBlock()
        return reading.groups
    }

    private mutating func endBlock() {
        if !rules.isEmpty {
            groups.append(SystemCallGroup(reason.joined(separator: " "), rules))
        }
        (reason, rules) = ([], [])
    }

    /// - Returns: Whether the line was understood. A rule without a reason is not.
    private mutating func read(_ line: Substring) -> Bool {
        guard let first = line.first else {
            endBlock()
            return true
        }
        if first == "#" {
            guard rules.isEmpty else { return false }
            reason.append(line.dropFirst().drop { $0 == " " })
            return true
        }
        let statement = line.prefix { $0 != ";" }.split(separator: " ")
        guard !reason.isEmpty, let found = Self.rules(statement) else { return false }
        rules += found
        return true
    }

    private static func rules(_ words: [Substring]) -> [SystemCallRule]? {
        guard words.count >= 2 else { return nil }
        let call = String(words[1])
        switch words[0] {
        case "allow" where !words.contains("when"): return words.dropFirst().map { SystemCallRule(String($0)) }
        case "allow": return condition(words.dropFirst(2)).map { [SystemCallRule(call, when: [$0])] }
        case "fail":
            guard words.count == 5, words[2] == "with", words[3] == "errno", let errno = Int32(words[4]) else {
                return nil
            }
            return [SystemCallRule(call, .fail(errno: errno))]
        default: return nil
        }
    }

    /// `when argument N is VALUE`, `when argument N & MASK is VALUE`.
    private static func condition(_ words: ArraySlice<Substring>) -> SystemCallCondition? {
        let words = Array(words)
        guard words.count == 5 || words.count == 7, words[0] == "when", words[1] == "argument",
            let argument = UInt32(words[2]), argument < 6, words[words.count - 2] == "is",
            let value = number(words[words.count - 1])
        else { return nil }
        if words.count == 5 { return .init(argument: argument, value: value) }
        guard words[3] == "&", let mask = number(words[4]) else { return nil }
        return .init(argument: argument, .masked(mask), value: value)
    }

    private static func number(_ text: Substring) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : nil
    }
}
