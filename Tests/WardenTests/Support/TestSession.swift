import Glibc
import LinuxSystem
import MayflyCore
import WardenProtocol

/// A launched session: the read ends of its pipes.
struct TestSession: ~Copyable {
    let id: SessionID
    private let output: OwnedDescriptor
    private let error: OwnedDescriptor
    private let artifacts: OwnedDescriptor

    private init(
        _ id: SessionID,
        _ output: consuming OwnedDescriptor,
        _ error: consuming OwnedDescriptor,
        _ artifacts: consuming OwnedDescriptor
    ) {
        self.id = id
        self.output = output
        self.error = error
        self.artifacts = artifacts
    }

    /// Sends a launch, with `extra` descriptors more or fewer than belong to it.
    ///
    /// - Parameter shown: The number of the bundle's archive, if it is not one of the launch's own files.
    static func launch(_ launch: TestLaunch, on warden: TestWarden, extra: Int = 0, shown: CInt? = nil) throws
        -> TestSession
    {
        var request = launch.request
        request.hasInput = launch.input != nil
        request.hasFiles = launch.inputs != nil
        let bundle = try TestLaunch.archive(of: launch.files)
        let outputs = try Pipe()
        let errors = try Pipe()
        let collected = try Pipe()
        let input = try Pipe()
        try input.writer.writeAll(Array((launch.input ?? "").utf8))
        let files = try TestLaunch.archive(of: launch.inputs ?? [:])
        var numbers = [shown ?? bundle.number, outputs.writer.number, errors.writer.number, collected.writer.number]
        if request.hasInput { numbers.append(input.reader.number) }
        if request.hasFiles { numbers.append(files.number) }
        let kept = try TestLaunch.archive(of: launch.kept)
        if request.workspace == .files { numbers.append(kept.number) }
        if extra > 0 { numbers += Array(repeating: bundle.number, count: extra) }
        if extra < 0 { numbers.removeLast(-extra) }
        try warden.send(DaemonMessage.launch(request).frame, numbers: numbers)
        return TestSession(
            request.session,
            try outputs.reader.duplicate(),
            try errors.reader.duplicate(),
            try collected.reader.duplicate()
        )
    }

    /// What came out, to the end of each stream.
    ///
    /// One after the other: what tests print fits a pipe.
    consuming func read() throws -> (output: String, error: String, artifacts: [UInt8]) {
        let texts = (try output.readAll(bound: 1 << 24), try error.readAll(bound: 1 << 24))
        let artifacts = try artifacts.readAll(bound: 1 << 24)
        return (String(decoding: texts.0, as: UTF8.self), String(decoding: texts.1, as: UTF8.self), artifacts)
    }
}

extension TestWarden {
    /// Launches and waits for the end.
    func run(_ launch: TestLaunch) throws -> (report: SessionReport, output: String, error: String, artifacts: [UInt8])
    {
        let session = try TestSession.launch(launch, on: self)
        let id = session.id
        let streams = try session.read()
        return (try report(of: id), streams.output, streams.error, streams.artifacts)
    }

    /// Waits until a session says that it runs.
    func awaitStart(of session: SessionID) throws {
        while true {
            switch try receive() {
            case .started(session, _): return
            case .finished(let report) where report.session == session:
                throw Failure(description: "ended before it ran: \(report.verdict)")
            default: continue
            }
        }
    }
}
