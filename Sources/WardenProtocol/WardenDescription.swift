package import MayflyCore

/// What the warden found on this host, and the profiles in force.
package struct WardenDescription: Hashable, Sendable {
    /// Which cgroup interface limits are written through: `v2` or `v1`.
    package var cgroupVersion: String
    /// Facts for people: kernel release, cgroup path, controllers, uid range; what is missing and how to mend it.
    package var facts: [Control]
    package var profiles: [Profile]
    /// What starts scripts now: for each profile, each runtime whose interpreter is on this host.
    package var closures: [RuntimeName: [RuntimeClosure]]
    /// SHA-256 over the trust files in force; changes whenever one of them does.
    package var trust: Digest?

    package init(
        cgroupVersion: String,
        facts: [Control],
        profiles: [Profile],
        closures: [RuntimeName: [RuntimeClosure]] = [:],
        trust: Digest? = nil
    ) {
        self.cgroupVersion = cgroupVersion
        self.facts = facts
        self.profiles = profiles
        self.closures = closures
        self.trust = trust
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
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            cgroupVersion: try frame.text("cgroup_version", bound: 16),
            facts: try frame.list("facts", bound: FrameBound.list) { (frame) throws(FrameError) in try frame.value() },
            profiles: try frame.list("profiles", bound: FrameBound.profiles) { (frame) throws(FrameError) in
                try frame.value()
            },
            closures: try Self.closures(from: &frame),
            trust: try frame.optional("trust") { (frame) throws(FrameError) in try frame.value() }
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
