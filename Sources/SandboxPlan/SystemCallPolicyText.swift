package import MayflyCore

/// Parses a policy's text: blocks of a reason and the rules that it justifies.
///
/// The format is described at the top of `Policies/strict.policy`. The texts are part of the program, and a test reads each of them.
package struct SystemCallPolicyText {
    /// A line that cannot be parsed.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package let line: Int
        package let text: String
        package var description: String { "line \(line): \(text)" }
    }

    private var groups: [SystemCallGroup] = []
    private var reason: [Substring] = []
    private var rules: [SystemCallRule] = []

    /// Parses the groups of a text, in order.
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

    /// - Returns: Whether the line is valid; a rule without a reason is not.
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
        let split = words.firstIndex(of: "when") ?? words.endIndex
        guard let conditions = conditions(words[split...]) else { return nil }
        let verb = Array(words[..<split])
        switch verb[0] {
        case "allow" where conditions.isEmpty: return verb.dropFirst().map { SystemCallRule(String($0)) }
        case "allow" where verb.count == 2: return [SystemCallRule(call, when: conditions)]
        case "fail":
            guard verb.count == 5, verb[2] == "with", verb[3] == "errno", let errno = Int32(verb[4]), errno >= 0 else {
                return nil
            }
            return [SystemCallRule(call, .fail(errno: errno), when: conditions)]
        default: return nil
        }
    }

    /// Parses `when CONDITION and CONDITION`; no words give no condition.
    private static func conditions(_ words: ArraySlice<Substring>) -> [SystemCallCondition]? {
        guard !words.isEmpty else { return [] }
        let parts = words.dropFirst().split(separator: "and", omittingEmptySubsequences: false)
        let found = parts.compactMap(condition)
        return found.count == parts.count ? found : nil
    }

    /// Parses `argument N is VALUE`, `argument N & MASK is VALUE` or `argument N is not VALUE`.
    private static func condition(_ words: ArraySlice<Substring>) -> SystemCallCondition? {
        let words = Array(words)
        guard words.count >= 4, words[0] == "argument", let argument = UInt32(words[1]), argument < 6,
            let value = number(words[words.count - 1])
        else { return nil }
        switch words[2..<(words.count - 1)] {
        case ["is"]: return .init(argument: argument, value: value)
        case ["is", "not"]: return .init(argument: argument, .notEqual, value: value)
        case let test where test.count == 3 && test.first == "&" && test.last == "is":
            return number(words[3]).map { .init(argument: argument, .masked($0), value: value) }
        default: return nil
        }
    }

    private static func number(_ text: Substring) -> UInt64? {
        text.hasPrefix("0x") ? UInt64(text.dropFirst(2), radix: 16) : nil
    }
}
