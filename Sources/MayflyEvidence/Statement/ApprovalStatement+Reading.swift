internal import MayflyCore
internal import MayflyJSON

extension ApprovalStatement {
    /// Reads a statement, and refuses unknown members, missing ones, values of another type, and times that make no sense.
    package init(_ bytes: [UInt8]) throws(StatementError) {
        guard bytes.count <= Self.longest else { throw StatementError("", .tooLong(bound: Self.longest)) }
        let json: JSON
        do throws(JSONReader.Failure) { json = try JSONReader.read(bytes, most: 16 * 1024) } catch {
            throw StatementError("", .json(offset: error.offset))
        }
        var whole = try StatementReader(json, at: "")
        try whole.constant("_type", Self.type)
        try whole.constant("predicateType", Self.predicateType)
        let subject = try Self.subject(from: &whole)
        var predicate = try whole.object("predicate")
        try whole.finish()
        try self.init(name: subject.name, digest: subject.digest, predicate: &predicate)
        try predicate.finish()
        try check()
    }

    private init(name: ScriptName, digest: Digest, predicate: inout StatementReader) throws(StatementError) {
        self.init(
            id: try predicate.checked("id", "'apr_' and 26 characters") { ApprovalID($0) },
            name: name,
            digest: digest,
            decision: try predicate.checked("decision", "'approve' or 'review'") { Decision(rawValue: $0) },
            profiles: try Self.profiles(from: &predicate),
            author: try Self.author(from: &predicate),
            createdAt: try predicate.moment("createdAt"),
            notBefore: try predicate.moment("notBefore"),
            expires: try predicate.moment("expires"),
            comment: try predicate.text("comment", most: Self.longestComment, form: .prose),
            replaces: predicate.has("replaces")
                ? try predicate.checked("replaces", "'apr_' and 26 characters") { ApprovalID($0) } : nil
        )
    }

    private static func subject(from whole: inout StatementReader) throws(StatementError) -> (
        name: ScriptName, digest: Digest
    ) {
        for (place, value) in try whole.list("subject", most: 1) {
            var subject = try StatementReader(value, at: place)
            let name = try subject.checked("name", "the name of a script") { ScriptName($0) }
            let digest = try subject.digest("digest")
            try subject.finish()
            return (name, digest)
        }
        throw StatementError("subject", .missing)
    }

    private static func author(from predicate: inout StatementReader) throws(StatementError) -> Author {
        var author = try predicate.object("author")
        guard case .number(let digits) = try author.value("uid"), let uid = UInt32(digits: digits) else {
            throw StatementError(author.place(of: "uid"), .expected("a user id"))
        }
        let user = try author.text("user", most: 256)
        guard !user.isEmpty else { throw StatementError(author.place(of: "user"), .expected("a user's name")) }
        try author.finish()
        return Author(uid: uid, user: user)
    }

    private static func profiles(from predicate: inout StatementReader) throws(StatementError) -> [ApprovedProfile] {
        var profiles: [ApprovedProfile] = []
        for (place, value) in try predicate.list("profiles", most: mostProfiles) {
            let profile = try ApprovedProfile(from: try StatementReader(value, at: place))
            guard !profiles.contains(where: { $0.name == profile.name }) else { throw StatementError(place, .repeated) }
            profiles.append(profile)
        }
        return profiles
    }

    /// Refuses a statement that could never hold, and one that would hold too long.
    ///
    /// The longest times are enforced here, in the warden's verifier too, whoever wrote the statement.
    private func check() throws(StatementError) {
        guard expires > max(createdAt, notBefore) else {
            throw StatementError("predicate.expires", .order("is not after createdAt and notBefore"))
        }
        guard decision == .approve || expires - createdAt <= Self.longestReview else {
            throw StatementError("predicate.expires", .order("is more than one hour after createdAt, for a review"))
        }
        guard expires - createdAt <= Self.longestApproval else {
            throw StatementError("predicate.expires", .order("is more than ten years after createdAt"))
        }
    }
}

extension ApprovedProfile {
    /// The longest path or option, in bytes; the most options.
    private static let longestText = 512
    private static let mostFlags = 128

    /// Reads a profile's name, and either nothing more or the whole closure.
    init(from reader: StatementReader) throws(StatementError) {
        var reader = reader
        let name = try reader.checked("name", "the name of a profile") { ProfileName($0) }
        guard reader.has("digest") else {
            try reader.finish()
            self.init(name)
            return
        }
        let digest = try reader.digest("digest")
        let interpreter = try reader.text("interpreter", most: Self.longestText)
        // A program of the bundle is its own interpreter; then there is no path and no digest.
        let interpreterDigest = interpreter.isEmpty ? nil : try reader.digest("interpreterDigest")
        let flags = try Self.flags(from: &reader)
        try reader.finish()
        guard interpreter.isEmpty || interpreter.utf8.first == UInt8(ascii: "/") else {
            throw StatementError(reader.place(of: "interpreter"), .expected("an absolute path"))
        }
        self.init(
            RuntimeClosure(
                profile: name,
                profileDigest: digest,
                interpreter: interpreter,
                interpreterDigest: interpreterDigest,
                flags: flags
            )
        )
    }

    private static func flags(from reader: inout StatementReader) throws(StatementError) -> [String] {
        let place = reader.place(of: "flags")
        guard case .array(let elements) = try reader.value("flags"), elements.count <= mostFlags else {
            throw StatementError(place, .expected("a list of at most \(mostFlags)"))
        }
        var flags: [String] = []
        for element in elements {
            guard case .string(let flag) = element, flag.utf8.count <= longestText, TextForm.line.accepts(flag) else {
                throw StatementError(place, .expected("a list of texts without control characters"))
            }
            flags.append(flag)
        }
        return flags
    }
}
