internal import MayflyJSON

/// Until when a version may run under each profile, by all of its approvals together.
struct HeldProfiles {
    /// Seconds since 1970, by the names of profiles.
    private var ends: [String: Int64] = [:]

    /// - Parameter version: As the daemon describes it, with its approvals.
    init(of version: JSON) {
        for approval in version["approvals"]?.elements ?? [] where approval["state"]?.text == "approved" {
            for profile in approval["profiles"]?.elements ?? [] {
                guard let name = profile["name"]?.text, let end = Self.end(of: profile) else { continue }
                ends[name] = max(ends[name] ?? end, end)
            }
        }
    }

    /// Whether the version may run under a profile at least until a moment; seconds since 1970.
    func reach(_ moment: Int64, under profile: String) -> Bool { ends[profile].map { $0 >= moment } ?? false }

    /// Until when one approval lets its version run under a profile; seconds since 1970, `nil` where it does not now.
    ///
    /// - Parameter profile: One of the approval's `profiles`.
    static func end(of profile: JSON) -> Int64? { profile["holds_until"]?.text.flatMap { Age.seconds(of: $0) } }
}
