import LinuxSystem
import MayflyAPI
import MayflyCore
import MayflyProfiles
import MayflyTestSupport
import MayflyYAML
import Sandbox
import SandboxPlan
import WardenProtocol

/// What is fuzzed: everything that reads bytes of an agent, a script, an operator, or the other half of Mayfly.
enum Corpus {
    static let targets: [FuzzTarget] = frames + bodies + texts + evidence + bundles + agents

    // MARK: - Between daemon, warden and cell

    private static let session = SessionID("ses_" + String(repeating: "0", count: 26))
    private static let digest = Digest(bytes: [UInt8](0..<32))
    private static let name = ProfileName("standard")

    private static let frames: [FuzzTarget] = {
        guard let session, let digest, let name else { preconditionFailure("the corpus is wrong") }
        let statement = SignedStatement(statement: Array("{}\n".utf8), signatures: [[1, 2], []])
        let launch = LaunchRequest(
            session: session,
            profile: name,
            work: .bundle(digest, statement),
            limits: .ceiling,
            arguments: ["--name", "wörld", ""],
            environment: [.init("LANG", "C.UTF-8")],
            hasInput: true,
            hasFiles: true,
            workspace: .files
        )
        let kill = KillOrder(session: session, cause: .killed(by: "uid 0", reason: "why"), immediately: true)
        var report = SessionReport(session: session, verdict: Verdict(.ok, evidence: "exit"), limitsHit: [.memory])
        report.controls = [Control("seccomp", "2")]
        report.deniedCalls = [DeniedCall(name: "socket", count: 3, first: .milliseconds(4), arguments: ["0": "0x10"])]
        let profiles = BuiltInProfiles.files.compactMap { try? ProfileParser.profile(from: $0) }
        let groups = SystemCallPolicy(.strict).groups
        var description = WardenDescription(cgroupVersion: "v2", facts: report.controls, profiles: profiles)
        description.leftovers = ["cgroup of \(session): EBUSY"]
        return [
            .frame("daemon message", seeds: [DaemonMessage.launch(launch), .reload, .kill(kill)]),
            .frame(
                "warden message",
                seeds: [
                    WardenMessage.ready(description), .started(session, report.controls), .finished(report),
                    .admitted(session, nil),
                ]
            ),
            .frame(
                "profile listing",
                seeds: [
                    ProfileListing.profiles(profiles, policies: ["own.json": groups]), .errors("a.yaml:1:1: error: x"),
                ],
                bound: FrameBound.listing
            ),
            cellMessage, archive, artifactRecord, programForm,
        ]
    }()

    private static let cellMessage: FuzzTarget = {
        let refused = RefusedCall(number: 101, count: 5, first: 7, arguments: [1, 2, 3, 4, 5, 6])
        let seeds: [CellMessage] = [
            .failed(stage: .mounts, errno: .notPermitted, subject: "move_mount(usr)"), .built,
            .ready(controls: "a=b\n", at: .now),
            .exited(code: 255, at: .now), .signaled(signal: 9, at: .now), .refused([refused, refused]),
        ]
        return FuzzTarget("cell message", seeds: seeds.map(\.bytes)) { bytes in
            guard let message = CellMessage(bytes: bytes) else { return nil }
            return CellMessage(bytes: message.bytes) == message ? nil : "\(message) does not come out as it went in"
        }
    }()

    private static let archive = FuzzTarget(
        "archive",
        seeds: [
            FileArchive(entries: [.init(path: "main.py", size: 5), .init(path: "lib/a.py", size: 0)]).header,
            FileArchive(entries: []).header,
        ]
    ) { bytes in
        let prefix = Array(bytes.prefix(FileArchive.prefixLength))
        guard let length = try? FileArchive.headerLength(prefix: prefix), bytes.count >= prefix.count + length else {
            return nil
        }
        let header = Array(bytes[prefix.count..<(prefix.count + length)])
        for content in [UInt64(0), 5, .max] {
            guard let archive = try? FileArchive(header: header, contentLength: content) else { continue }
            let sum = archive.entries.reduce(UInt64(0)) { $0 + $1.size }
            if sum != content { return "holds \(sum) bytes of \(content)" }
            if !archive.entries.allSatisfy({ BundlePath.accepts($0.path) }) { return "has a path that leads elsewhere" }
            _ = try? EntryPoint(in: archive.entries.map(\.path))
        }
        return nil
    }

    private static let artifactRecord = FuzzTarget(
        "artifact record",
        seeds: [
            ArtifactRecord(kind: .file, name: [97], size: 5).header,
            ArtifactRecord(kind: .end, name: [], size: 0).header,
        ]
    ) { bytes in
        _ = try? ArtifactRecord.parse(header: Array(bytes.prefix(ArtifactRecord.headerLength)))
        return nil
    }

    private static let programForm = FuzzTarget(
        "program form",
        seeds: [ProgramExample.bytes, Array("#!/bin/sh\n".utf8)]
    ) { bytes in
        let whole = ProgramForm(bytes).isExecutable
        return ProgramForm(([0] + bytes)[1...]).isExecutable == whole ? nil : "means something else by where it lies"
    }

    // MARK: - Requests

    private static let bodies: [FuzzTarget] = [
        .body(
            "session request",
            seeds: [
                #"{"script":"team/report","args":["--month","5"],"env":{"LANG":"C"},"stdin":"x","profile":"strict","#
                    + #""limits":{"wall":"2s","memory":"64Mi","cpus":"500m","pids":8},"files":[{"path":"a/b","text":"x"}]}"#,
                #"{"code":"print(1)","runtime":"python","labels":{"a":"b"},"stdin_base64":"eA=="}"#,
            ]
        ) { try SessionRequest($0) },
        .body(
            "proposal",
            seeds: [#"{"name":"team/report","files":[{"path":"main.py","text":"x"},{"path":"b","base64":"eA=="}]}"#]
        ) { try ProposeRequest($0) },
        .body(
            "approval",
            seeds: [#"{"statement":"{}\n","signature":"-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n"}"#]
        ) { try ApproveRequest($0) },
        .body("rejection", seeds: [#"{"script":"a@sha256:00","reason":"bad"}"#]) { try DecisionRequest($0) },
        .body("revocation", seeds: [#"{"script":"sha256:00","reason":"bad","kill":false}"#]) { try RevokeRequest($0) },
        .body("kill", seeds: [#"{"reason":"asked","immediately":true}"#]) { try KillRequest($0) },
    ]

    // MARK: - Operators' files, and words

    private static let texts: [FuzzTarget] = [
        FuzzTarget("profile", seeds: BuiltInProfiles.files.map(\.bytes)) { bytes in
            _ = try? ProfileParser.profile(from: NamedFile(name: "strict.yaml", bytes: bytes))
            return nil
        },
        FuzzTarget(
            "system call file",
            seeds: [
                #"{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["clone"],"action":"SCMP_ACT_ALLOW","args":"#
                    + #"[{"index":0,"value":2114060288,"valueTwo":0,"op":"SCMP_CMP_MASKED_EQ"}],"includes":{"minKernel":"4.8"}},"#
                    + #"{"names":["clone3"],"action":"SCMP_ACT_ERRNO","errnoRet":38}]}"#
            ].map { Array($0.utf8) }
        ) { bytes in
            let file = NamedFile(name: "own.json", bytes: bytes)
            guard let groups = try? SystemCallFileParser.groups(from: file, kernel: .init(major: 6, minor: 1)) else {
                return nil
            }
            let arguments = groups.flatMap(\.rules).flatMap(\.conditions).map(\.argument)
            return arguments.allSatisfy { $0 < 6 } ? nil : "tests an argument that does not exist"
        },
        FuzzTarget(
            "word",
            seeds: ["64Mi", "1.5s", "500m", "90d", "a/b@sha256:00", "team/report", "main.py", "LANG"].map {
                Array($0.utf8)
            }
        ) { bytes in
            let text = String(decoding: bytes, as: UTF8.self)
            let path = BundlePath.accepts(text)
            _ = (try? ByteCount(parsing: text), try? CPURate(parsing: text))
            _ = (try? Duration(parsing: text), try? Duration(parsingLifetime: text))
            _ = (ScriptReference(text), ScriptName(text), ProfileName(text), EnvironmentRule.acceptsName(text))
            guard path else { return nil }
            let climbs = text.utf8.split(separator: UInt8(ascii: "/")).contains { Array($0) == Array("..".utf8) }
            return climbs ? "a path that leads up is accepted" : nil
        },
    ]
}
