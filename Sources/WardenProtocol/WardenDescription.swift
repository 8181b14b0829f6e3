package import MayflyCore

/// What the warden found on this host, and the profiles in force.
package struct WardenDescription: Hashable, Sendable {
    /// Which cgroup interface limits are written through: `v2` or `v1`.
    package var cgroupVersion: String
    /// Facts for people: kernel release, cgroup path, controllers, uid range; what is missing and how to mend it.
    package var facts: [Control]
    package var profiles: [Profile]

    package init(cgroupVersion: String, facts: [Control], profiles: [Profile]) {
        self.cgroupVersion = cgroupVersion
        self.facts = facts
        self.profiles = profiles
    }
}

extension WardenDescription: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(cgroupVersion)
        frame.list(facts) { $0.value($1) }
        frame.list(profiles) { $0.value($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            cgroupVersion: try frame.text("cgroup_version", bound: 16),
            facts: try frame.list("facts", bound: FrameBound.list) { (frame) throws(FrameError) in try frame.value() },
            profiles: try frame.list("profiles", bound: FrameBound.profiles) { (frame) throws(FrameError) in
                try frame.value()
            }
        )
    }
}
