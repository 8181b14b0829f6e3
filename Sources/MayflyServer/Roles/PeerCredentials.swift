internal import Glibc
internal import MayflyService
internal import MayflyStore
internal import NIOCore

/// The credentials of a Unix socket's client, as the kernel noted them when it connected.
enum PeerCredentials {
    /// `struct ucred`, which the Glibc module hides.
    private struct Credentials {
        var pid: Int32 = 0
        var uid: UInt32 = .max
        var gid: UInt32 = .max
    }

    /// The most groups that are read; a process can have 65,536.
    private typealias Groups = InlineArray<1024, UInt32>

    /// Asks the kernel for the credentials of `channel`'s peer.
    static func caller(of channel: any Channel, by rule: RoleRule) async throws -> Caller {
        guard let options = channel as? any SocketOptionProvider else { throw ChannelError.operationUnsupported }
        let credentials: Credentials = try await options.unsafeGetSocketOption(
            level: .init(rawValue: SOL_SOCKET),
            name: .init(rawValue: CInt(SO_PEERCRED))
        )
        .get()
        let identity = CallerIdentity(uid: credentials.uid, gid: credentials.gid, pid: credentials.pid)
        var groups = await supplementaryGroups(options)
        groups.insert(credentials.gid)
        return Caller(identity, roles: rule.roles(uid: credentials.uid, groups: groups), groups: groups)
    }

    /// The supplementary groups, without 0, because the kernel leaves unused places 0 too.
    private static func supplementaryGroups(_ options: any SocketOptionProvider) async -> Set<UInt32> {
        // SO_PEERGROUPS, which the Glibc module hides. Without an answer a caller has only its primary group.
        let answer: Groups? = try? await options.unsafeGetSocketOption(
            level: .init(rawValue: SOL_SOCKET),
            name: .init(rawValue: 59)
        )
        .get()
        guard let answer else { return [] }
        var groups: Set<UInt32> = []
        for index in answer.indices where answer[index] != 0 { groups.insert(answer[index]) }
        return groups
    }
}
