package import MayflyCore

extension Profile: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.value(name)
        frame.text(summary)
        frame.value(limits)
        frame.duration(grace)
        for response in [onOutputLimit, onDiskLimit, onPIDsLimit] { frame.text(response.rawValue) }
        frame.text(network.rawValue)
        frame.text(systemCalls.rawValue)
        frame.text(onDeniedCall.rawValue)
        frame.bool(executableScratch)
        frame.list(visiblePaths) { $0.text($1) }
        // A missing limit is written as 0, which no profile may set.
        frame.integer(io?.readBytes?.bytes ?? 0)
        frame.integer(io?.readOperations ?? 0)
        frame.list(runtimes.sorted { $0.key < $1.key }) { frame, runtime in
            frame.text(runtime.key.rawValue)
            frame.text(runtime.value.path)
            frame.list(runtime.value.flags) { $0.text($1) }
        }
        frame.list(environment) { $0.text($1) }
        frame.integer(concurrency)
        frame.value(approvals)
        // A missing workspace is written as one of no files, which no profile may set.
        frame.integer(workspace?.bytes.bytes ?? 0)
        frame.integer(workspace?.files ?? 0)
        frame.duration(workspace?.lifetime ?? .zero)
        frame.integer(workspace?.perOwner ?? 0)
        frame.integer(spill?.bytes ?? 0)
        frame.optional(warm) { frame, pools in
            frame.integer(pools.cells)
            frame.integer(pools.python)
            frame.integer(pools.node)
            frame.list(pools.imports) { $0.text($1) }
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            name: try frame.value(),
            summary: try frame.text("summary", bound: FrameBound.sentence),
            limits: try frame.value(),
            grace: try frame.duration("grace"),
            onOutputLimit: try frame.choice("on_output_limit"),
            onDiskLimit: try frame.choice("on_disk_limit"),
            onPIDsLimit: try frame.choice("on_pids_limit"),
            network: try frame.choice("network"),
            systemCalls: try frame.choice("system_calls"),
            onDeniedCall: try frame.choice("on_denied_call"),
            executableScratch: try frame.bool("executable_scratch"),
            visiblePaths: try frame.texts("visible_paths", bound: FrameBound.path),
            io: try Profile.io(from: &frame),
            runtimes: try Profile.runtimes(from: &frame),
            environment: try frame.texts("environment", bound: 64),
            concurrency: try frame.integer("concurrency"),
            approvals: try frame.value(),
            workspace: try Profile.workspace(from: &frame),
            spill: try Profile.spill(from: &frame),
            warm: try frame.optional("warm") { (frame) throws(FrameError) in try Profile.warm(from: &frame) }
        )
    }

    private static func io(from frame: inout FrameReader) throws(FrameError) -> DiskRate? {
        let bytes: UInt64 = try frame.integer("io.read_bytes")
        let operations: UInt32 = try frame.integer("io.read_operations")
        if bytes == 0, operations == 0 { return nil }
        let rate = DiskRate(
            readBytes: bytes == 0 ? nil : .bytes(bytes),
            readOperations: operations == 0 ? nil : operations
        )
        guard rate.isValid else { throw .invalid(field: "io") }
        return rate
    }

    private static func workspace(from frame: inout FrameReader) throws(FrameError) -> WorkspaceQuota? {
        let quota = WorkspaceQuota(
            bytes: .bytes(try frame.integer("workspace.bytes")),
            files: try frame.integer("workspace.files"),
            lifetime: try frame.duration("workspace.lifetime"),
            perOwner: try frame.integer("workspace.per_owner")
        )
        if quota == WorkspaceQuota(bytes: .bytes(0), files: 0, lifetime: .zero, perOwner: 0) { return nil }
        guard quota.isValid else { throw .invalid(field: "workspace") }
        return quota
    }

    private static func spill(from frame: inout FrameReader) throws(FrameError) -> ByteCount? {
        let bytes: UInt64 = try frame.integer("spill")
        if bytes == 0 { return nil }
        guard spillable.contains(.bytes(bytes)) else { throw .invalid(field: "spill") }
        return .bytes(bytes)
    }

    private static func warm(from frame: inout FrameReader) throws(FrameError) -> WarmPools {
        let pools = WarmPools(
            cells: try frame.integer("warm.cells"),
            python: try frame.integer("warm.python"),
            node: try frame.integer("warm.node"),
            imports: try frame.texts("warm.import", bound: 100, count: WarmPools.mostImports)
        )
        guard pools.isValid else { throw .invalid(field: "warm") }
        return pools
    }

    private static func runtimes(from frame: inout FrameReader) throws(FrameError) -> [RuntimeName: Runtime] {
        let pairs = try frame.list("runtimes", bound: RuntimeName.allCases.count) {
            (frame) throws(FrameError) -> (RuntimeName, Runtime) in
            let name = try frame.choice("runtime.name", as: RuntimeName.self)
            let path = try frame.text("runtime.path", bound: FrameBound.path)
            return (name, Runtime(path: path, flags: try frame.texts("runtime.flags", bound: FrameBound.path)))
        }
        guard Set(pairs.map(\.0)).count == pairs.count else { throw .invalid(field: "runtimes") }
        return Dictionary(uniqueKeysWithValues: pairs)
    }
}

extension FrameReader {
    /// Reads a list of texts of at most `bound` bytes each.
    mutating func texts(_ field: String, bound: Int, count: Int = FrameBound.list) throws(FrameError) -> [String] {
        try list(field, bound: count) { (frame) throws(FrameError) in try frame.text(field, bound: bound) }
    }
}
