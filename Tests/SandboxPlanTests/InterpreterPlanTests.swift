import MayflyCore
import SandboxPlan
import Testing

@Suite("An interpreter that is started ahead")
struct InterpreterPlanTests {
    private static let runtime = Runtime(path: "/usr/bin/node", flags: ["--no-warnings"])

    @Test func `is a node with nothing of a session, that finds its bootstrap by a variable`() throws {
        let plan = try #require(InterpreterPlan(.node, Self.runtime, importing: []))
        #expect(plan.asksForStreams && plan.directory == BootstrapFile.nodeDirectory)
        #expect(plan.start.program == "/usr/bin/node")
        #expect(plan.start.arguments == ["/usr/bin/node", "--no-warnings", "/dev/null/script"])
        #expect(plan.start.environment.contains("MAYFLY_SESSION=ses_00000000000000000000000000"))
        #expect(plan.start.environment.last == "NODE_OPTIONS=--require=\(BootstrapFile.nodeRequest)")
        #expect(plan.description.contains("streams by setpriority"))
    }

    @Test func `is a Python that takes its streams itself`() throws {
        let plan = try #require(InterpreterPlan(.python, .standard(.python), importing: ["json"]))
        #expect(!plan.asksForStreams && plan.directory == "/work" && plan.start.arguments.last == "json")
        #expect(!plan.description.contains("streams by "))
        #expect(InterpreterPlan(.cell, .standard(.python), importing: []) == nil)
    }

    /// As node resolves it: by text, before anything is looked up.
    private static func file(from directory: String) -> String {
        var parts = directory.split(separator: "/")
        for part in BootstrapFile.nodeRequest.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    @Test func `loads its bootstrap where it starts, and an empty file in any worker of a script`() {
        #expect(Self.file(from: BootstrapFile.nodeDirectory) == "/script/" + BootstrapFile.node.path)
        for depth in [0, 1, 2, 10, BootstrapFile.nodeDepth] {
            #expect(Self.file(from: "/" + String(repeating: "d/", count: depth)) == "/dev/null", "\(depth)")
        }
        #expect(Self.file(from: String(repeating: "/d", count: BootstrapFile.nodeDepth + 1)) == "/d/dev/null")
    }

    @Test func `has directories that can be made in their order, and one that it starts in`() {
        let file = BootstrapFile.node
        var made: Set<Substring> = [""]
        for path in file.directories {
            #expect(made.contains(path.lastIndex(of: "/").map { path[..<$0] } ?? ""), "\(path)")
            made.insert(path[...])
        }
        #expect(made.contains("node_modules/dev") && made.contains(BootstrapFile.nodeDirectory.dropFirst(8)))
        #expect(file.directories.count == made.count - 1, "each once")
    }

    @Test func `asks for its streams as pid 1 expects it`() {
        let (who, priority) = (String(StreamRequest.arguments[1], radix: 16), StreamRequest.arguments[2])
        #expect(Bootstrap.node.contains("os.setPriority(0x\(who), \(priority));"))
        #expect(StreamRequest.matches(arguments: [0, 0x6d61_7966, 19, 7, 7, 7]))
        #expect(StreamRequest.matches(arguments: [1 << 32, 0xffff_ffff_6d61_7966, 19]), "the call reads 32 bits")
        for wrong: [UInt64] in [[], [0, 0x6d61_7966], [1, 0x6d61_7966, 19], [0, 0, 19], [0, 0x6d61_7966, 18]] {
            #expect(!StreamRequest.matches(arguments: wrong), "\(wrong)")
        }
    }

    @Test func `has a file on the shelf of its cell that is no part of the cell's shape`() {
        let (limits, room) = (SessionLimits.ceiling, ByteCount.mebibytes(1))
        let plain = MountPlan(aheadWith: limits, executableScratch: false, room: room)
        let plan = MountPlan(aheadWith: limits, executableScratch: false, room: room, bootstrap: .node)
        #expect(plain.bootstrap == nil && plan.bootstrap == .node)
        #expect(plan.steps.dropLast() == plain.steps[...], "what the cell has is the same: \(plan)")
        #expect(plan.description.hasSuffix("bootstrap node_modules/dev/null bytes=\(Bootstrap.node.utf8.count)\n"))
    }
}
