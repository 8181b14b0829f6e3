internal import MayflyCore

extension LaunchRequest: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.value(session)
        frame.value(profile)
        switch work {
        case .canary:
            frame.integer(UInt8(0))
        case .bundle(let digest, let statement):
            frame.integer(UInt8(2))
            frame.value(digest)
            frame.value(statement)
        }
        frame.value(limits)
        frame.bool(isReview)
        frame.list(arguments) { $0.text($1) }
        frame.list(environment) { frame, variable in
            frame.text(variable.name)
            frame.text(variable.value)
        }
        frame.bool(hasInput)
        frame.bool(hasFiles)
        frame.bool(isHeld)
        frame.integer(workspace.rawValue)
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            session: try frame.value(),
            profile: try frame.value(),
            work: try Self.work(from: &frame),
            limits: try frame.value(),
            isReview: try frame.bool("is_review"),
            arguments: try frame.texts("arguments", bound: FrameBound.argument, count: FrameBound.arguments),
            environment: try frame.list("environment", bound: FrameBound.variables) { (frame) throws(FrameError) in
                EnvironmentVariable(
                    try frame.text("environment.name", bound: 64),
                    try frame.text("environment.value", bound: FrameBound.variable)
                )
            },
            hasInput: try frame.bool("has_input"),
            hasFiles: try frame.bool("has_files"),
            isHeld: try frame.bool("is_held"),
            workspace: try Self.workspace(from: &frame)
        )
        try checkTotals()
    }

    private static func work(from frame: inout FrameReader) throws(FrameError) -> Work {
        switch try frame.integer("work", as: UInt8.self) {
        case 0: .canary
        // 1 is not used again: it was a launch by the daemon's word alone.
        case 2: .bundle(try frame.value(), try frame.value())
        default: throw .invalid(field: "work")
        }
    }

    private static func workspace(from frame: inout FrameReader) throws(FrameError) -> Workspace {
        guard let workspace = Workspace(rawValue: try frame.integer("workspace")) else {
            throw .invalid(field: "workspace")
        }
        return workspace
    }

    private func checkTotals() throws(FrameError) {
        let argumentBytes = arguments.reduce(0) { $0 + $1.utf8.count }
        guard argumentBytes <= FrameBound.argumentBytes else {
            throw .tooLarge(field: "arguments", count: argumentBytes, bound: FrameBound.argumentBytes)
        }
        let variableBytes = environment.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        guard variableBytes <= FrameBound.variableBytes else {
            throw .tooLarge(field: "environment", count: variableBytes, bound: FrameBound.variableBytes)
        }
    }
}
