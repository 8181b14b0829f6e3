internal import MayflyJSON

/// How long a version may run under each profile, by all of its approvals together.
struct HeldProfiles {
    /// The end for each profile's name, in seconds since 1970.
    private var ends: [String: Int64] = [:]

    /// - Parameter version: The version as the daemon describes it, with its approvals.
    init(of version: JSON) {
        for approval in version["approvals"]?.elements ?? [] where approval["state"]?.text == "approved" {
            for profile in approval["profiles"]?.elements ?? [] {
                guard let name = profile["name"]?.text, let end = Self.end(of: profile) else { continue }
                ends[name] = max(ends[name] ?? end, end)
            }
        }
    }

    /// Whether the version may run under a profile at least until a moment in seconds since 1970.
    func reach(_ moment: Int64, under profile: String) -> Bool { ends[profile].map { $0 >= moment } ?? false }

    /// How long one approval lets its version run under a profile, in seconds since 1970; `nil` if it does not do so now.
    ///
    /// - Parameter profile: One of the approval's `profiles`.
    static func end(of profile: JSON) -> Int64? { profile["holds_until"]?.text.flatMap { Age.seconds(of: $0) } }
}
