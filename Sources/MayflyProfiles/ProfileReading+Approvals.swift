internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// Parses the demands on approvals; the defaults are the most lenient ones: one person, and any key.
    ///
    /// - Returns: `nil` after an error, which was reported.
    func approvals(_ element: YAMLElement) -> ApprovalPolicy? {
        guard let entries = element.mapping(["required", "hardwareKeys", "maximumAge", "pin"]) else { return nil }
        var policy = ApprovalPolicy()
        if let required = entries.optional("required") {
            // At most as many people as there can be signatures.
            guard let count = required.number(from: 1, to: 8) else { return nil }
            policy.required = count
        }
        if let hardware = entries.optional("hardwareKeys") {
            guard let needed = hardware.bool() else { return nil }
            policy.needsHardwareKeys = needed
        }
        if let maximum = entries.optional("maximumAge") {
            guard let age = age(maximum) else { return nil }
            policy.maximumAge = age
        }
        if let pin = entries.optional("pin") {
            guard let mode = pin.choice(as: PinMode.self) else { return nil }
            policy.pin = mode
        }
        return policy
    }

    /// Parses the greatest age, ten years at most.
    private func age(_ element: YAMLElement) -> Duration? {
        element.lifetime { age, text in
            if (Duration.seconds(1)...Duration.seconds(3_650 * 86_400)).contains(age) { return nil }
            return "'\(text)' is not between 1s and 3650d"
        }
    }
}
