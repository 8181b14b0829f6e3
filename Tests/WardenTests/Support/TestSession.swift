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

    /// Sends a launch, with `extra` descriptors more or fewer than belong to it.
    init(_ launch: TestLaunch, to warden: TestWarden, extra: Int = 0) throws {
        var request = launch.request
        request.hasInput = launch.input != nil
        request.hasFiles = launch.inputs != nil
        id = request.session
        let bundle = try TestLaunch.archive(of: launch.files)
        let pipes = (try Pipe(), try Pipe(), try Pipe())
        let input = try Pipe()
        try input.writer.writeAll(Array((launch.input ?? "").utf8))
        let files = try TestLaunch.archive(of: launch.inputs ?? [:])
        var numbers = [bundle.number, pipes.0.writer.number, pipes.1.writer.number, pipes.2.writer.number]
        if request.hasInput { numbers.append(input.reader.number) }
        if request.hasFiles { numbers.append(files.number) }
        if extra > 0 { numbers += Array(repeating: bundle.number, count: extra) }
        if extra < 0 { numbers.removeLast(-extra) }
        try warden.send(DaemonMessage.launch(request).frame, numbers: numbers)
        output = try pipes.0.reader.duplicate()
        error = try pipes.1.reader.duplicate()
        artifacts = try pipes.2.reader.duplicate()
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
    func run(_ launch: TestLaunch) throws -> (report: SessionReport, output: String, error: String, artifacts: [UInt8]) {
        let session = try TestSession(launch, to: self)
        let id = session.id
        let streams = try session.read()
        return (try report(of: id), streams.output, streams.error, streams.artifacts)
    }

    /// Waits until a session says that it runs.
    func awaitStart(of session: SessionID) throws {
        while true {
            switch try receive() {
            case .started(session): return
            case .finished(let report) where report.session == session:
                throw Failure(description: "ended before it ran: \(report.verdict)")
            default: continue
            }
        }
    }
}
