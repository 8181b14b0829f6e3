internal import MayflyCore
package import MayflyStore

extension SessionRecord {
    /// The record of a just accepted session, for a script without a name.
    package static func example(uid: UInt32 = 1) -> SessionRecord {
        guard let digest = Digest(bytes: [UInt8](repeating: 1, count: 32)), let profile = ProfileName("standard") else {
            preconditionFailure("the example is wrong")
        }
        let created = Timestamp(milliseconds: 1_767_225_600_000)
        var generator = SystemRandomNumberGenerator()
        return SessionRecord(
            id: SessionID(milliseconds: UInt64(created.milliseconds), using: &generator),
            scriptName: nil,
            digest: digest,
            runtime: .python,
            profile: profile,
            limits: .ceiling,
            caller: CallerIdentity(uid: uid, gid: uid, pid: 1),
            requestID: "r",
            createdAt: created
        )
    }
}
