import MayflyCore
import MayflyProfiles
import MayflyStore
import MayflyYAML
import Testing
import WardenProtocol

@testable import MayflyService

@Suite("A workspace's new state") struct WorkspaceRuleTests {
    private func file(_ path: String, _ size: UInt64 = 1) throws -> FileRecord {
        FileRecord(
            path: path,
            size: .bytes(size),
            digest: try #require(Digest(bytes: [UInt8](repeating: 1, count: 32)))
        )
    }

    private func work(_ paths: [String], skipped: [SkippedArtifact] = [], complete: Bool = true) throws -> CollectedWork
    {
        CollectedWork(files: try paths.map { try file($0) }, skipped: skipped, isComplete: complete)
    }

    @Test(arguments: VerdictName.allCases) func `is kept when the script has ended by itself, and never else`(
        verdict: VerdictName
    ) throws {
        let decision = WorkspaceRule.decide(verdict, try work(["b", "a"]))
        switch verdict {
        case .ok, .nonzeroExit: #expect(decision == .keep([try file("a"), try file("b")]))
        default: #expect(decision == .discard(reason: "the session ended as \(verdict.rawValue)"))
        }
    }

    @Test func `is all that was left, or nothing of it`() throws {
        let skipped = SkippedArtifact(path: "l", reason: "symbolic link")
        guard case .refuse(_, [skipped]) = WorkspaceRule.decide(.ok, try work(["a"], skipped: [skipped])) else {
            throw Unexpected()
        }
        guard case .refuse = WorkspaceRule.decide(.ok, try work(["a"], complete: false)) else { throw Unexpected() }
        guard case .discard = WorkspaceRule.decide(.ok, nil) else { throw Unexpected() }
        #expect(WorkspaceRule.decide(.ok, try work([])) == .keep([]))
    }

    private struct Unexpected: Error {}

    @Test(arguments: [
        (["a", "a"], true), (["a", "a/b"], true), (["a/b", "a/b/c"], true), (["a", "a-", "a/b"], true),
        (["a", "ab"], false),
        (["a/b", "a/c"], false),
        // Two names to the kernel, one text to a reader.
        (["e\u{301}", "\u{e9}"], false), (["e\u{301}", "\u{e9}/x"], false),
    ])
    func `has no names that one directory cannot have together`(paths: [String], clash: Bool) throws {
        let decision = WorkspaceRule.decide(.ok, try work(paths))
        if case .refuse = decision { #expect(clash, "\(paths)") } else { #expect(!clash, "\(paths)") }
    }

    @Test func `is within the profile and the session's limits when it is used again`() throws {
        let source = try #require(BuiltInProfiles.files.first { $0.name == "standard.yaml" })
        var profile = try ProfileParser.profile(from: source)
        profile.workspace = WorkspaceQuota(bytes: .kibibytes(16), files: 3, lifetime: .seconds(9), perOwner: 1)
        func code(_ files: [FileRecord], _ change: (inout SessionLimits) -> Void = { _ in }) throws -> String? {
            var space = try Self.workspace(profile.name)
            space.files = files
            var limits = profile.limits
            change(&limits)
            do throws(ServiceError) {
                try WorkspaceRule.check(space, under: profile, limits)
                return nil
            } catch {
                return error.code
            }
        }
        let three = [try file("a/b/c", 8192), try file("d", 8191), try file("e")]
        #expect(try code(three) == nil)
        #expect(try code(three + [try file("f", 0)]) == "workspace_too_large")
        #expect(try code([try file("a", 16_385)]) == "workspace_too_large")
        #expect(try code(three) { $0.disk = .bytes(5 * 4096) } == nil, "each file takes whole pages")
        #expect(try code(three) { $0.disk = .bytes(5 * 4096 - 1) } == "workspace_too_large")
        #expect(try code(three) { $0.inodes = 5 } == nil, "three files and two directories")
        #expect(try code(three) { $0.inodes = 4 } == "workspace_too_large")
        profile.name = try #require(ProfileName("other"))
        var space = try Self.workspace(try #require(ProfileName("standard")))
        space.files = []
        #expect(throws: ServiceError.self) { try WorkspaceRule.check(space, under: profile, profile.limits) }
        profile.workspace = nil
        #expect(try code([]) == "workspace_not_allowed")
    }

    private static func workspace(_ profile: ProfileName) throws -> WorkspaceRecord {
        var generator = SystemRandomNumberGenerator()
        return WorkspaceRecord(
            id: WorkspaceID(milliseconds: 0, using: &generator),
            name: try #require(WorkspaceName("w")),
            owner: CallerIdentity(uid: 1, gid: 1, pid: 1),
            agent: nil,
            profile: profile,
            createdAt: Timestamp(milliseconds: 0),
            expiresAt: Timestamp(milliseconds: 1)
        )
    }

    /// A workspace travels as an archive: what a profile may allow has to fit.
    @Test func `may not be larger than an archive`() {
        #expect(WorkspaceQuota.ceiling.bytes.bytes == UInt64(FrameBound.archive))
        #expect(Int(WorkspaceQuota.ceiling.files) == FrameBound.files)
    }
}
