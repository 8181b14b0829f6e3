import Foundation
import Glibc
import MayflyTestSupport
import Synchronization
import Testing

extension EndToEnd {
    /// What becomes of Ctrl-C where the daemon takes requests and does not answer.
    @Suite("An interrupt", .timeLimit(.minutes(5)))
    struct Interrupted {
        private static let id = "ses_01kazm5d1v0000000000000abc"

        /// A daemon that has a session which never ends, and answers nothing else.
        private final class SilentDaemon: Sendable {
            private let socket: ServedSocket
            private let journal = Journal()

            private final class Journal: Sendable {
                let requests = Mutex<[String]>([])
            }

            var path: String { socket.path }

            /// - Parameter answersSubmission: Whether it says which session it has.
            init(answersSubmission: Bool = true) throws {
                socket = try ServedSocket()
                socket.serve { [journal] client in
                    while let request = client.readRequest() {
                        journal.requests.withLock { $0.append(request.text) }
                        guard answersSubmission, request.target.hasPrefix("POST /v1/sessions?") else {
                            // Until the client goes.
                            _ = client.read()
                            return
                        }
                        client.answer(201, #"{"id":"\#(Interrupted.id)","state":"running"}"#)
                    }
                }
            }

            /// The requests of this kind, when there are so many; fewer after some seconds.
            func requests(_ beginning: String, atLeast count: Int) async throws -> [String] {
                // Less than a client waits for an answer.
                let deadline = ContinuousClock.now + .seconds(20)
                while true {
                    let found = journal.requests.withLock { $0.filter { $0.hasPrefix(beginning) } }
                    if found.count >= count || ContinuousClock.now > deadline { return found }
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
        }

        /// A client of it that runs, and what it says.
        private static func client(of daemon: SilentDaemon) throws -> (process: Process, errors: Pipe) {
            let (process, errors) = (Process(), Pipe())
            process.executableURL = URL(filePath: Binaries.path("mayfly"))
            process.arguments = ["run", "--socket", daemon.path, "a"]
            process.standardError = errors
            try process.run()
            return (process, errors)
        }

        /// Waits for a client's end; what it has said.
        private static func end(of process: Process, _ errors: Pipe) async throws -> String {
            let deadline = ContinuousClock.now + .seconds(20)
            while process.isRunning, ContinuousClock.now < deadline { try await Task.sleep(for: .milliseconds(10)) }
            #expect(!process.isRunning, "it stays although it was told three times to go")
            if process.isRunning { process.terminate() }
            return String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        }

        @Test func `three times ends the client also where the submission is not answered`() async throws {
            let daemon = try SilentDaemon(answersSubmission: false)
            let (process, errors) = try Self.client(of: daemon)
            #expect(try await daemon.requests("POST /v1/sessions?", atLeast: 1).count == 1)
            for number in [SIGINT, SIGTERM, SIGHUP] {
                kill(process.processIdentifier, number)
                // Each is taken before the next comes.
                try await Task.sleep(for: .milliseconds(300))
            }
            let said = try await Self.end(of: process, errors)
            #expect(process.terminationReason == .exit && process.terminationStatus == 130, "\(said)")
            #expect(said.contains("not known whether the daemon has started a session"), "\(said)")
        }

        @Test func `three times at once orders the end before the client goes`() async throws {
            let daemon = try SilentDaemon()
            let (process, errors) = try Self.client(of: daemon)
            #expect(try await daemon.requests("GET /v1/sessions/\(Self.id)", atLeast: 1).count > 0)
            for number in [SIGINT, SIGTERM, SIGHUP] { kill(process.processIdentifier, number) }
            let said = try await Self.end(of: process, errors)
            #expect(
                process.terminationReason == .exit && [129, 130, 143].contains(process.terminationStatus),
                "\(said)"
            )
            let orders = try await daemon.requests("POST /v1/sessions/\(Self.id)/kill ", atLeast: 1)
            #expect(orders.contains { $0.contains(#""immediately":true"#) }, "\(orders)")
        }

        @Test func `takes effect at once, and the third one ends the client`() async throws {
            let daemon = try SilentDaemon()
            let (process, errors) = try Self.client(of: daemon)
            #expect(try await daemon.requests("GET /v1/sessions/\(Self.id)", atLeast: 1).count > 0)
            let kill = "POST /v1/sessions/\(Self.id)/kill "
            process.interrupt()
            let first = try await daemon.requests(kill, atLeast: 1)
            #expect(first.count == 1 && first.first?.contains("immediately") == false, "\(first)")
            process.interrupt()
            let second = try await daemon.requests(kill, atLeast: 2)
            #expect(second.count == 2 && second.last?.contains(#""immediately":true"#) == true, "\(second)")
            process.interrupt()
            let said = try await Self.end(of: process, errors)
            #expect(process.terminationReason == .exit && process.terminationStatus == 130, "\(said)")
            #expect(said.contains("end it with: mayfly kill --now \(Self.id)\n"), "\(said)")
        }
    }
}
