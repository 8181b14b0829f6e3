internal import MayflyJSON

/// An approval that lets a version run under a profile now, and ends soon.
struct EndingApproval {
    /// The approval as the daemon describes it.
    let approval: JSON
    /// One of the approval's `profiles`.
    let profile: JSON
    /// The end of the approval, in seconds since 1970.
    let end: Int64

    var script: String { approval["script"]?.text ?? "" }
    var profileName: String { profile["name"]?.text ?? "" }

    /// The approvals that end by a moment, soonest first.
    ///
    /// It leaves out an approval if another approval of the same version lasts past the moment under the same profile.
    ///
    /// - Parameters:
    ///   - versions: The versions as the daemon describes them, with their approvals.
    ///   - moment: The last end that counts, in seconds since 1970.
    static func all(of versions: [JSON], until moment: Int64) -> [EndingApproval] {
        versions.flatMap { all(of: $0, until: moment) }
            .sorted { ($0.end, $0.script, $0.profileName) < ($1.end, $1.script, $1.profileName) }
    }

    private static func all(of version: JSON, until moment: Int64) -> [EndingApproval] {
        let held = HeldProfiles(of: version)
        let approvals = (version["approvals"]?.elements ?? []).filter { $0["state"]?.text == "approved" }
        return approvals.flatMap { approval in
            (approval["profiles"]?.elements ?? []).compactMap { (profile) -> EndingApproval? in
                guard let end = HeldProfiles.end(of: profile), end <= moment,
                    !held.reach(moment + 1, under: profile["name"]?.text ?? "")
                else { return nil }
                return EndingApproval(approval: approval, profile: profile, end: end)
            }
        }
    }
}
