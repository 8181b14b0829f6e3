/// Colours for the output, if enabled.
package struct Style: Sendable {
    /// Whether escape sequences are printed.
    package let isOn: Bool

    /// When colour is used.
    package enum Choice: String, CaseIterable, Sendable {
        case auto
        case always
        case never
    }

    /// Decides in this order: the option, `NO_COLOR`, `FORCE_COLOR`, whether the output is a capable terminal.
    package init(_ choice: Choice, isTerminal: Bool, environment: [String: String]) {
        isOn =
            switch choice {
            case .always: true
            case .never: false
            case .auto: Self.isWanted(isTerminal: isTerminal, environment: environment)
            }
    }

    private static func isWanted(isTerminal: Bool, environment: [String: String]) -> Bool {
        if let value = environment["NO_COLOR"], !value.isEmpty { return false }
        if let value = environment["FORCE_COLOR"] ?? environment["CLICOLOR_FORCE"], !value.isEmpty, value != "0" {
            return true
        }
        return isTerminal && environment["TERM"] != "dumb"
    }

    package func bold(_ text: String) -> String { painted(text, "1") }
    package func red(_ text: String) -> String { painted(text, "31") }
    package func green(_ text: String) -> String { painted(text, "32") }
    package func cyan(_ text: String) -> String { painted(text, "36") }
    package func yellow(_ text: String) -> String { painted(text, "33") }

    private func painted(_ text: String, _ code: String) -> String {
        isOn ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
    }
}
