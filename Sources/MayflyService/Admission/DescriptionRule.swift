internal import MayflyBundle
internal import MayflyCore

/// Checks a request against what the script's own description allows.
///
/// Pure. A description only narrows: a variable has to be allowed by the profile too, and a profile by the approval.
enum DescriptionRule {
    /// Refuses a bundle that a warden which looks at names alone would start in another way than its description says.
    ///
    /// Goes with recorded approvals: signed ones are checked by `mayfly-verify`, which reads the description itself.
    static func checkStart(_ start: StartDescription, of paths: [String]) throws(ServiceError) {
        let byName = try? EntryPoint(in: paths)
        guard let byName, byName.path.hasBytes(of: start.entry), byName.runtime == start.runtime,
            start.executables.isEmpty
        else {
            throw .invalid(
                pointer: "/script",
                detail: "its \(BundleFile.name) names another start than its files' names; this needs a signed approval"
            )
        }
    }

    /// Refuses profiles and variables that the description does not list.
    static func check(
        _ request: SubmitRequest,
        _ subject: SubmitSubject,
        under profile: ProfileName
    ) throws(ServiceError) {
        guard let start = subject.description?.start else { return }
        try checkStart(start, of: subject.paths)
        guard start.profiles.isEmpty || start.profiles.contains(profile) else {
            throw .profileNotListed(subject.digest, profile, listed: start.profiles)
        }
        for variable in request.environment where !start.environment.contains(where: { $0.hasBytes(of: variable.name) })
        {
            throw .environmentNotAllowed(variable.name, detail: "the script's \(BundleFile.name) does not list it")
        }
    }
}
