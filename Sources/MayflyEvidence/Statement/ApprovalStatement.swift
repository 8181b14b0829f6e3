package import MayflyCore

/// The statement that approvers sign: a digest may run, under which profiles, started by which interpreters, until when.
///
/// It is an in-toto Statement (v1) with Mayfly's own predicate. Several approvers sign the same bytes.
package struct ApprovalStatement: Hashable, Sendable {
    package var id: ApprovalID
    package var name: ScriptName
    package var digest: Digest
    package var decision: Decision
    /// The profiles under which the digest may run; at least one, each once.
    package var profiles: [ApprovedProfile]
    package var author: Author
    /// When the statement was made, in seconds since 1970, like the other times.
    package var createdAt: UInt64
    /// The first second at which the statement holds.
    package var notBefore: UInt64
    /// The first second at which the statement holds no longer.
    package var expires: UInt64
    /// The approvers' comment; may be empty.
    package var comment: String
    /// The statement that this one replaces; `nil` for the first.
    package var replaces: ApprovalID?

    package init(
        id: ApprovalID,
        name: ScriptName,
        digest: Digest,
        decision: Decision,
        profiles: [ApprovedProfile],
        author: Author,
        createdAt: UInt64,
        notBefore: UInt64,
        expires: UInt64,
        comment: String = "",
        replaces: ApprovalID? = nil
    ) {
        self.id = id
        self.name = name
        self.digest = digest
        self.decision = decision
        self.profiles = profiles
        self.author = author
        self.createdAt = createdAt
        self.notBefore = notBefore
        self.expires = expires
        self.comment = comment
        self.replaces = replaces
    }
}

extension ApprovalStatement {
    /// The namespace of signatures over a statement: the `-n` of `ssh-keygen -Y sign`.
    package static let namespace = "mayfly-approval"
    package static let longest = 16 * 1024
    package static let longestComment = 2048
    package static let mostProfiles = 48
    /// How long a ``Decision/review`` lets a script run, in seconds from ``createdAt``.
    package static let longestReview: UInt64 = 3600
    /// How long any statement lets a script run, in seconds from ``createdAt``: ten years.
    package static let longestApproval: UInt64 = 10 * 366 * 86_400

    /// The names of in-toto's format, and of Mayfly's predicate.
    static let type = "https://in-toto.io/Statement/v1"
    static let predicateType = "urn:mayfly:approval:v1"

    package enum Decision: String, CaseIterable, Hashable, Sendable {
        /// The digest may run.
        case approve
        /// A reviewer may run the digest for a short time to see what it does; one signature is enough.
        case review
    }

    /// The author of the approved version.
    package struct Author: Hashable, Sendable {
        package var uid: UInt32
        /// The user's name; where there is none, the number, for example `#1000`.
        package var user: String

        package init(uid: UInt32, user: String) {
            self.uid = uid
            self.user = user
        }

        /// Compares the names byte for byte, as they are compared with principals.
        package static func == (left: Author, right: Author) -> Bool {
            left.uid == right.uid && left.user.hasBytes(of: right.user)
        }

        /// Whether ``user`` is a name and not a number; principals are names, so no principal can be compared with a number.
        package var isNamed: Bool {
            let text = user.utf8.first == UInt8(ascii: "#") ? user.utf8.dropFirst() : user.utf8[...]
            return !text.allSatisfy(\.isDigit)
        }
    }
}
