package import MayflyCore

/// What the warden has found on this host, and the profiles in force.
package struct WardenDescription: Hashable, Sendable {
    /// The cgroup interface through which limits are written: `v2` or `v1`.
    package var cgroupVersion: String
    /// Facts for people: kernel release, cgroup path, controllers, uid range; what is missing and how to mend it.
    package var facts: [Control]
    package var profiles: [Profile]
    /// The interpreters that start scripts now: for each runtime, those of the profiles under which one was found.
    package var closures: [RuntimeName: [RuntimeClosure]]
    /// SHA-256 over the trust files in force, which shows any change of them; `nil` when they cannot be trusted.
    package var trust: Digest?
    /// What an earlier warden left of its cells and this one could not remove at its start, one line each.
    ///
    /// A line without a session may be about any session.
    package var leftovers: [String]

    package init(
        cgroupVersion: String,
        facts: [Control],
        profiles: [Profile],
        closures: [RuntimeName: [RuntimeClosure]] = [:],
        trust: Digest? = nil,
        leftovers: [String] = []
    ) {
        self.cgroupVersion = cgroupVersion
        self.facts = facts
        self.profiles = profiles
        self.closures = closures
        self.trust = trust
        self.leftovers = leftovers
    }

    /// Shortens the leftovers to what a frame can hold.
    ///
    /// - Parameter lines: Any number of lines, each beginning with the thing that was left.
    /// - Returns: The lines, each shortened if needed; if there are too many, the last line gives the number of the missing ones.
    package static func bounded(_ lines: [String]) -> [String] {
        // The mark of an excerpt takes three bytes.
        let short = lines.map { $0.excerpt(FrameBound.path - 3) }
        guard short.count > FrameBound.leftovers else { return short }
        let kept = Array(short.prefix(FrameBound.leftovers - 1))
        return kept + ["and \(short.count - kept.count) more, which the warden has said on its standard error"]
    }
}

extension WardenDescription: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(cgroupVersion)
        frame.list(facts) { $0.value($1) }
        frame.list(profiles) { $0.value($1) }
        frame.list(closures.sorted { $0.key < $1.key }) { frame, closures in
            frame.text(closures.key.rawValue)
            frame.list(closures.value) { $0.value($1) }
        }
        frame.optional(trust) { $0.value($1) }
        frame.list(leftovers) { $0.text($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            cgroupVersion: try frame.text("cgroup_version", bound: 16),
            facts: try frame.list("facts", bound: FrameBound.list) { (frame) throws(FrameError) in try frame.value() },
            profiles: try frame.list("profiles", bound: FrameBound.profiles) { (frame) throws(FrameError) in
                try frame.value()
            },
            closures: try Self.closures(from: &frame),
            trust: try frame.optional("trust") { (frame) throws(FrameError) in try frame.value() },
            leftovers: try frame.list("leftovers", bound: FrameBound.leftovers) { (frame) throws(FrameError) in
                try frame.text("leftovers", bound: FrameBound.path)
            }
        )
    }

    private static func closures(from frame: inout FrameReader) throws(FrameError) -> [RuntimeName: [RuntimeClosure]] {
        let pairs = try frame.list("closures", bound: RuntimeName.allCases.count) {
            (frame) throws(FrameError) -> (RuntimeName, [RuntimeClosure]) in
            let name = try frame.choice("closures.runtime", as: RuntimeName.self)
            let closures = try frame.list("closures", bound: FrameBound.profiles) {
                (frame) throws(FrameError) -> RuntimeClosure in try frame.value()
            }
            return (name, closures)
        }
        guard Set(pairs.map(\.0)).count == pairs.count else { throw .invalid(field: "closures") }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
