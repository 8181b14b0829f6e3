internal import MayflyBundle
internal import MayflyCore

/// Checks a request against what the script's own description allows.
///
/// Pure. A description only narrows: the profile must allow a variable too, and the approval must allow the profile. The entry point
/// and how it is started are not checked here: `mayfly-verify` reads them from the bundle for the warden.
enum DescriptionRule {
    /// Refuses a profile that is missing in the description's list, if there is a list.
    static func check(_ profile: ProfileName, of digest: Digest, _ start: StartDescription) throws(ServiceError) {
        guard start.profiles.isEmpty || start.profiles.contains(profile) else {
            throw .profileNotListed(digest, profile, listed: start.profiles)
        }
    }

    /// Refuses profiles and variables that the description does not list.
    static func check(
        _ request: SubmitRequest,
        _ subject: SubmitSubject,
        under profile: ProfileName
    ) throws(ServiceError) {
        guard let start = subject.description?.start else { return }
        try check(profile, of: subject.digest, start)
        for variable in request.environment where !start.environment.contains(where: { $0.hasBytes(of: variable.name) })
        {
            try RequestRule.checkName(variable.name)
            throw .environmentNotAllowed(
                variable.name,
                detail: "the script's \(BundleFile.name) does not list it",
                missingIn: .script
            )
        }
    }
}
