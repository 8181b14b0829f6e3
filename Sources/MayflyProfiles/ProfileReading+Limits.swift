internal import MayflyCore
internal import MayflyYAML

extension ProfileReading {
    /// The responses to limits that a session could survive.
    typealias Responses = (output: LimitResponse, disk: LimitResponse, pids: LimitResponse)

    /// Parses all limits; each is required, so that no session has a limit that nobody chose.
    func limits(_ element: YAMLElement) -> SessionLimits? {
        guard let entries = element.mapping(LimitName.allCases.map(\.profileKey)) else { return nil }
        var limits = SessionLimits.floor
        var complete = true
        for name in LimitName.allCases {
            guard let value = entries.required(name.profileKey), let text = value.text("a quantity") else {
                complete = false
                continue
            }
            do throws(QuantityError) {
                try limits.set(name, to: text)
            } catch {
                value.report(error.description)
                complete = false
            }
        }
        return complete ? limits : nil
    }

    /// Parses `onLimit`.
    func responses(_ element: YAMLElement) -> Responses? {
        guard let entries = element.mapping(["output", "disk", "pids"]) else { return nil }
        let output = entries.required("output")?.choice(as: LimitResponse.self)
        let disk = entries.required("disk")?.choice(as: LimitResponse.self)
        let pids = entries.required("pids")?.choice(as: LimitResponse.self)
        guard let output, let disk, let pids else { return nil }
        return (output, disk, pids)
    }

    /// Parses the grace period between `SIGTERM` and the end: at most one minute.
    func grace(_ element: YAMLElement) -> Duration? {
        element.duration { grace, text in
            grace > .seconds(60) ? "'\(text)' is above the most Mayfly supports, 1m" : nil
        }
    }

    /// Parses how many sessions may live at once: 1 to 1024.
    func concurrency(_ element: YAMLElement) -> UInt32? {
        element.mapping(["max"])?.required("max")?.number(from: 1, to: 1024)
    }
}
