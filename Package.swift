// swift-tools-version: 6.3
import PackageDescription

/// What every Swift target is compiled with.
let common: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
]

/// Targets that talk to the kernel also mark every unsafe expression.
let kernel: [SwiftSetting] = common + [.strictMemorySafety()]

/// What C is compiled with: some of it runs as root, or in cells.
let c: [CSetting] = [.enableWarning("all"), .enableWarning("extra"), .treatAllWarnings(as: .error)]

// MARK: - Packages

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")

/// A product of swift-nio.
func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }

let package = Package(
    name: "mayfly",
    products: [
        .executable(name: "mayfly", targets: ["mayfly"]),
        .executable(name: "mayfly-commands", targets: ["mayfly-commands"]),
        .executable(name: "mayflyd", targets: ["mayflyd"]),
        .executable(name: "mayfly-warden", targets: ["mayfly-warden"]),
        .executable(name: "mayfly-profile-reader", targets: ["mayfly-profile-reader"]),
        .executable(name: "mayfly-verify", targets: ["mayfly-verify"]),
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    ],
    targets: [
        // MARK: - C: declarations, one line that has to run before Swift does, and code that runs when Swift is gone

        .target(name: "CLinux", cSettings: c),
        .target(name: "CExecStub", cSettings: c),
        .target(name: "CStart", cSettings: c),
        .systemLibrary(name: "CSeccomp", pkgConfig: "libseccomp", providers: [.apt(["libseccomp-dev"])]),
        .systemLibrary(name: "CCap", pkgConfig: "libcap", providers: [.apt(["libcap-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

        // MARK: - Pure: standard library only

        .target(name: "MayflyCore", swiftSettings: common),
        .target(
            name: "SandboxPlan",
            dependencies: ["MayflyCore"],
            resources: [.embedInCode("Policies"), .embedInCode("Bootstraps")],
            swiftSettings: common
        ),
        .target(name: "WardenProtocol", dependencies: ["MayflyCore"], swiftSettings: common),
        .target(name: "MayflyJSON", dependencies: ["MayflyCore"], swiftSettings: common),

        // MARK: - The streams of programs that answer one question

        .target(name: "StandardStreams", swiftSettings: common),

        // MARK: - Approvals as evidence, read without privilege and without I/O

        .target(name: "MayflyEvidence", dependencies: ["MayflyJSON", "MayflyCore", crypto], swiftSettings: common),
        .executableTarget(
            name: "mayfly-verify",
            dependencies: [
                "MayflyEvidence", "MayflyBundle", "MayflyYAML", "StandardStreams", "WardenProtocol", "MayflyCore",
                "CStart",
            ],
            swiftSettings: common,
            // It starts where there is no file: nothing of it can be found at run time, in no build. Tests that depended on it
            // would be linked so too; `swift build --build-tests` builds it all the same.
            linkerSettings: [
                .unsafeFlags([
                    "-static-executable", "-use-ld=lld", "-lFoundation", "-lFoundationInternationalization",
                    "-lFoundationEssentials", "-l_FoundationICU", "-lCoreFoundation", "-l_FoundationCollections",
                    "-l_FoundationCShims", "-lswiftDispatch", "-ldispatch", "-lBlocksRuntime", "-lswiftSynchronization",
                    "-lstdc++",
                ])
            ]
        ),

        // MARK: - Privileged: no Foundation, no Dispatch, no concurrency

        .target(name: "LinuxSystem", dependencies: ["CLinux"], swiftSettings: kernel),
        .target(
            name: "Sandbox",
            dependencies: [
                "SandboxPlan", "LinuxSystem", "CLinux", "CExecStub", "CSeccomp", "CCap", "CCrypto", "MayflyCore",
            ],
            swiftSettings: kernel
        ),
        .target(
            name: "Warden",
            dependencies: ["WardenProtocol", "SandboxPlan", "Sandbox", "LinuxSystem", "CLinux", "MayflyCore"],
            swiftSettings: kernel
        ),
        .executableTarget(name: "mayfly-warden", dependencies: ["Warden"], swiftSettings: kernel),

        // MARK: - People's files: YAML to values, in processes of their own

        .target(name: "MayflyYAML", dependencies: ["MayflyJSON", "MayflyCore", yams], swiftSettings: common),
        .target(name: "MayflySchema", dependencies: ["MayflyJSON", "MayflyCore"], swiftSettings: common),
        .target(
            name: "MayflyBundle",
            dependencies: ["MayflySchema", "MayflyYAML", "MayflyJSON", "MayflyCore"],
            swiftSettings: common
        ),
        .target(name: "MayflyProfiles", dependencies: ["MayflyYAML", "MayflyCore"], swiftSettings: common),
        .target(name: "MayflyAgents", dependencies: ["MayflyYAML", "MayflyCore"], swiftSettings: common),
        .executableTarget(
            name: "mayfly-profile-reader",
            dependencies: ["MayflyProfiles", "MayflyYAML", "StandardStreams", "WardenProtocol"],
            swiftSettings: common
        ),

        // MARK: - Unprivileged daemon

        .target(
            name: "WardenClient",
            dependencies: ["WardenProtocol", "LinuxSystem", "CLinux", "MayflyCore"],
            swiftSettings: kernel
        ),
        .target(
            name: "MayflyAudit",
            dependencies: ["MayflyEvidence", "MayflyJSON", "MayflyCore", crypto],
            swiftSettings: common
        ),
        .target(
            name: "MayflyStore",
            dependencies: ["CLinux", "MayflyAudit", "MayflyCore", grdb, crypto],
            swiftSettings: common
        ),
        .target(
            name: "MayflyService",
            dependencies: [
                "MayflyCore", "MayflyAgents", "MayflyAudit", "MayflyStore", "MayflyProfiles", "MayflyBundle",
                "MayflySchema",
                "MayflyEvidence", "MayflyJSON", "MayflyYAML", "WardenClient", "WardenProtocol", logging, crypto,
            ],
            swiftSettings: common
        ),
        .target(name: "MayflyAPI", dependencies: ["MayflyJSON", "MayflyCore"], swiftSettings: common),
        .target(
            name: "MayflyServer",
            dependencies: [
                "MayflyAPI", "MayflyJSON", "MayflyAgents", "MayflyBundle", "MayflyAudit", "MayflyService",
                "MayflyStore",
                "MayflyEvidence", "MayflyCore",
                "WardenProtocol", hummingbird, lifecycle,
                logging,
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"),
            ],
            resources: [.embedInCode("Resources")],
            swiftSettings: common
        ),
        .executableTarget(
            name: "mayflyd",
            dependencies: [
                "MayflyServer", "MayflyService", "MayflyProfiles", "MayflyYAML", "WardenClient", "WardenProtocol",
                "LinuxSystem",
                "CLinux",
                "MayflyCore", argumentParser, logging, lifecycle,
            ],
            swiftSettings: common
        ),

        // MARK: - Clients

        .target(
            name: "MayflyClient",
            dependencies: ["MayflyAPI", "MayflyJSON", "MayflyCore", nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1")],
            swiftSettings: common
        ),
        .target(
            name: "MayflyMCP",
            dependencies: ["MayflyClient", "MayflyAgents", "MayflyJSON", "MayflyCore"],
            swiftSettings: common
        ),
        .target(
            name: "MayflyRun",
            dependencies: ["MayflyClient", "MayflyAPI", "MayflyJSON", "MayflyCore", argumentParser],
            swiftSettings: common
        ),
        .executableTarget(name: "mayfly", dependencies: ["MayflyRun", "LinuxSystem"], swiftSettings: common),
        .target(
            name: "MayflyCommands",
            dependencies: [
                "MayflyRun", "MayflyMCP", "MayflyClient", "MayflyAPI", "MayflyJSON", "MayflyEvidence", "MayflyAudit",
                "MayflyProfiles", "MayflyAgents",
                "MayflyBundle", "MayflySchema", "MayflyYAML", "MayflyCore", argumentParser, crypto,
            ],
            swiftSettings: common
        ),
        .executableTarget(
            name: "mayfly-commands",
            dependencies: ["MayflyCommands", "MayflyRun"],
            swiftSettings: common
        ),

        // MARK: - Tests

        .target(
            name: "MayflyTestSupport",
            dependencies: [
                "MayflyCore", "MayflyStore", "MayflyAudit", "MayflyEvidence", "MayflyYAML", logging, crypto,
            ],
            path: "Tests/Support",
            swiftSettings: common
        ),
        // A warden whose cells lack one protection; no product, and installed nowhere.
        .executableTarget(
            name: "mayfly-open-warden",
            dependencies: ["Warden", "Sandbox", "SandboxPlan", "MayflyCore"],
            path: "Tests/OpenWarden",
            swiftSettings: kernel
        ),
        .testTarget(
            name: "MayflyCoreTests",
            dependencies: ["MayflyCore", "MayflyTestSupport"],
            swiftSettings: common
        ),
        .testTarget(
            name: "WardenProtocolTests",
            dependencies: ["WardenProtocol", "MayflyCore", "MayflyTestSupport"],
            swiftSettings: common
        ),
        .testTarget(
            name: "SandboxPlanTests",
            dependencies: ["SandboxPlan", "MayflyProfiles", "MayflyYAML", "MayflyCore", "MayflyTestSupport"],
            exclude: ["Golden"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyAuditTests",
            dependencies: ["MayflyAudit", "MayflyEvidence", "MayflyJSON", "MayflyCore", "MayflyTestSupport"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyStoreTests",
            dependencies: ["MayflyStore", "MayflyAudit", "MayflyCore", "MayflyTestSupport", grdb],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyServiceTests",
            dependencies: [
                "MayflyService", "MayflyAudit", "MayflyStore", "MayflyEvidence", "MayflyProfiles", "MayflyBundle",
                "MayflyJSON", "MayflyYAML", "WardenClient", "WardenProtocol", "LinuxSystem", "MayflyCore",
                "MayflyTestSupport", grdb, logging, crypto,
            ],
            swiftSettings: common
        ),
        .testTarget(
            name: "LinuxSystemTests",
            dependencies: ["LinuxSystem", "MayflyTestSupport"],
            swiftSettings: kernel
        ),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "SandboxPlan", "LinuxSystem", "CLinux", "CExecStub", "MayflyCore", "MayflyTestSupport",
            ],
            exclude: ["Golden"],
            swiftSettings: kernel
        ),
        .testTarget(
            name: "WardenTests",
            dependencies: [
                "Warden", "WardenProtocol", "Sandbox", "SandboxPlan", "LinuxSystem", "CLinux", "MayflyCore",
                "MayflyTestSupport", "mayfly-warden", "mayfly-profile-reader", "mayfly-open-warden",
            ],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyProfilesTests",
            dependencies: ["MayflyProfiles", "MayflyYAML", "MayflyCore", "MayflyTestSupport"],
            exclude: ["Golden"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyAgentsTests",
            dependencies: ["MayflyAgents", "MayflyYAML", "MayflyCore", "MayflyTestSupport"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyYAMLTests",
            dependencies: ["MayflyYAML", "MayflyJSON"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflySchemaTests",
            dependencies: ["MayflySchema", "MayflyJSON", "MayflyTestSupport"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyBundleTests",
            dependencies: [
                "MayflyBundle", "MayflySchema", "MayflyYAML", "MayflyJSON", "MayflyCore", "MayflyTestSupport",
            ],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyClientTests",
            dependencies: ["MayflyClient", "MayflyJSON", "MayflyTestSupport"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyJSONTests",
            dependencies: ["MayflyJSON", "MayflyCore"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyAPITests",
            dependencies: ["MayflyAPI", "MayflyJSON", "MayflyCore", "MayflyTestSupport"],
            exclude: ["Golden"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyServerTests",
            dependencies: [
                "MayflyServer", "MayflyAgents", "MayflyAudit", "MayflyBundle", "MayflyAPI", "MayflyJSON",
                "MayflyService",
                "MayflyStore",
                "MayflyEvidence", "MayflyProfiles", "MayflyCore", "WardenClient", "WardenProtocol", "LinuxSystem",
                "MayflyTestSupport", hummingbird, logging, crypto, grdb,
            ],
            exclude: ["Golden"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyEvidenceTests",
            dependencies: [
                "MayflyEvidence", "MayflyJSON", "MayflyCore", "WardenProtocol", "MayflyTestSupport", crypto,
            ],
            swiftSettings: common
        ),
        .testTarget(
            name: "FuzzTests",
            dependencies: [
                "MayflyAPI", "MayflyAgents", "MayflyEvidence", "MayflyJSON", "MayflyProfiles", "MayflyBundle",
                "MayflySchema", "MayflyYAML", "MayflyCore", "Sandbox", "SandboxPlan", "LinuxSystem", "WardenProtocol",
                "MayflyTestSupport", crypto,
            ],
            swiftSettings: common
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "MayflyClient", "MayflyAPI", "MayflyJSON", "MayflyEvidence", "MayflyProfiles", "MayflyYAML",
                "MayflyCore", "MayflyTestSupport",
                "mayfly", "mayfly-commands", "mayflyd", "mayfly-warden", "mayfly-profile-reader", crypto,
            ],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyMCPTests",
            dependencies: ["MayflyMCP", "MayflyClient", "MayflyJSON", "MayflyTestSupport"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyRunTests",
            dependencies: ["MayflyRun", "MayflyCore"],
            swiftSettings: common
        ),
        .testTarget(
            name: "MayflyCommandsTests",
            dependencies: [
                "MayflyCommands", "MayflyRun", "MayflyClient", "MayflyAudit", "MayflyEvidence",
                "MayflyJSON",
                "MayflyCore",
                "MayflyTestSupport", crypto, argumentParser,
            ],
            exclude: ["Golden"],
            swiftSettings: common
        ),
    ]
)
