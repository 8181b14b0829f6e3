package import MayflyCore

/// The answer of `mayfly-profile-reader`: every profile of a directory, or what is wrong with its files.
///
/// The reader gets the files as a ``FileArchive`` on standard input, and writes one frame to standard output.
package enum ProfileListing: Hashable, Sendable {
    /// The profiles, and the policies of the files that they refer to, by file name.
    case profiles([Profile], policies: [String: [SystemCallGroup]])
    /// One line per error, `file:line:column: error: …`.
    case errors(String)
}

extension ProfileListing: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        switch self {
        case .profiles(let profiles, let policies):
            frame.integer(UInt8(1))
            frame.list(profiles) { $0.value($1) }
            frame.list(policies.sorted { $0.key < $1.key }) { frame, policy in
                frame.text(policy.key)
                frame.list(policy.value) { $0.value($1) }
            }
        case .errors(let text):
            frame.integer(UInt8(2))
            frame.text(text)
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        switch try frame.integer("listing", as: UInt8.self) {
        case 1:
            let profiles = try frame.list("profiles", bound: FrameBound.profiles) { (frame) throws(FrameError) in
                try frame.value(Profile.self)
            }
            self = .profiles(profiles, policies: try Self.policies(from: &frame))
        case 2: self = .errors(try frame.text("errors", bound: 8192))
        default: throw .invalid(field: "listing")
        }
    }

    private static func policies(from frame: inout FrameReader) throws(FrameError) -> [String: [SystemCallGroup]] {
        let pairs = try frame.list("policies", bound: FrameBound.policies) { (frame) throws(FrameError) in
            let name = try frame.text("policy.name", bound: 64)
            let groups = try frame.list("policy.groups", bound: FrameBound.groups) { (frame) throws(FrameError) in
                try frame.value(SystemCallGroup.self)
            }
            return (name, groups)
        }
        guard Set(pairs.map(\.0)).count == pairs.count else { throw .invalid(field: "policies") }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}
