import MayflyCore
import MayflyProfiles
import MayflyTestSupport
import MayflyYAML
import SandboxPlan
import Testing

@Suite("A plan") struct GoldenPlanTests {
    static let combinations = BuiltInProfiles.files.map(\.name).flatMap { name in
        [ControlGroupVersion.v1, .v2].map { (name, $0) }
    }

    @Test(arguments: combinations) func `of a profile is the one that was looked at`(
        file: String,
        version: ControlGroupVersion
    ) throws {
        let source = try #require(BuiltInProfiles.files.first { $0.name == file })
        let profile = try ProfileParser.profile(from: source)
        let template = TemplatePlan(visible: Self.visible(profile))
        try expectGolden(template.description + plan(profile, version).description, "\(profile.name).\(version).txt")
    }

    private static func visible(_ profile: Profile) -> [VisiblePath] {
        profile.visiblePaths.map { path in
            VisiblePath(path, path.hasSuffix(".cache") ? .file : path == "/bin" ? .link(target: "usr/bin") : .directory)
        }
    }

    private func plan(_ profile: Profile, _ version: ControlGroupVersion) throws -> CellPlan {
        let session = "ses_" + String(repeating: "0", count: 26)
        let entry = try EntryPoint(in: ["main.py"])
        let visible = Self.visible(profile)
        return CellPlan(
            name: session,
            identity: CellIdentity(script: 1_879_048_192, keeper: 1_879_048_193),
            mounts: MountPlan(
                limits: profile.limits,
                executableScratch: profile.executableScratch,
                payloads: MountPlan.Payloads(
                    script: .kibibytes(8),
                    inputs: version == .v2 ? .kibibytes(4) : nil
                )
            ),
            controlGroup: ControlGroupPlan(profile.limits, network: profile.network, version: version),
            resourceLimits: ResourceLimit.plan(profile.limits),
            network: profile.network,
            // The newest with one, the oldest with the other.
            landlock: LandlockPlan(
                abi: version == .v2 ? 7 : 2,
                visible: visible,
                executableScratch: profile.executableScratch,
                network: profile.network
            ),
            onDeniedCall: profile.onDeniedCall,
            main: .script(
                StartPlan(
                    entry: entry,
                    runtime: try #require(profile.runtimes[.python]),
                    arguments: ["--name", "world"],
                    variables: [("TZ", "UTC")],
                    session: session
                )
            )
        )
    }

    @Test func `is the same for the same profile`() throws {
        let profile = try ProfileParser.profile(from: BuiltInProfiles.files[0])
        #expect(try plan(profile, .v2) == plan(profile, .v2))
    }
}
