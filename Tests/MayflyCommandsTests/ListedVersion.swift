/// A version as a daemon lists it, in the JSON that a test gives to it.
struct ListedVersion {
    var name = "team/a"
    /// One hexadecimal digit, of which the digest is made.
    var digit: String
    var state: String
    var approvals: [Approval] = []

    /// A statement about it.
    struct Approval {
        var id: String
        var state: String
        var expires = "1970-03-01T00:00:00.000Z"
        var profiles: [Profile]
    }

    /// How far a statement has come under a profile.
    struct Profile {
        var name: String
        /// When it ends; `nil` where it lacks signatures.
        var until: String?
    }

    var digest: String { "sha256:" + String(repeating: digit, count: 64) }
    var reference: String { "\(name)@\(digest)" }

    var json: String {
        let statements = approvals.map(text).joined(separator: ",")
        return #"{"name":"\#(name)","digest":"\#(digest)","state":"\#(state)","approvals":[\#(statements)]}"#
    }

    private func text(_ approval: Approval) -> String {
        let profiles = approval.profiles.map { profile in
            let refusal = #""permitted":false,"refusal":{"rule":"not_enough_approvals","detail":"1 of 2"}"#
            let standing = profile.until.map { #""permitted":true,"holds_until":"\#($0)""# } ?? refusal
            return #"{"name":"\#(profile.name)","required":2,"approvers":["grace@test"],\#(standing)}"#
        }
        let members = [
            #""id":"\#(approval.id)","script":"\#(name)","digest":"\#(digest)","decision":"approve""#,
            #""state":"\#(approval.state)","expires_at":"\#(approval.expires)""#,
            #""signatures":[{"principal":"grace@test"}],"profiles":[\#(profiles.joined(separator: ","))]"#,
        ]
        return "{\(members.joined(separator: ","))}"
    }

    /// The page of a list with these.
    static func page(of versions: [ListedVersion]) -> String {
        #"{"items":[\#(versions.map(\.json).joined(separator: ","))],"next_cursor":null}"#
    }
}
