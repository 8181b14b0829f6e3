import Foundation
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyJSON

extension TestDaemon {
    /// Proposes and approves a script of one file; returns its digest.
    @discardableResult
    func approve(
        _ name: String,
        _ code: String,
        entry: String = "main.py",
        profiles: [String] = ["standard", "strict"],
        lifetime: String? = nil
    ) async throws -> String {
        try await approve(name, files: [(entry, Array(code.utf8))], profiles: profiles, lifetime: lifetime)
    }

    /// Proposes and approves a script; returns its digest.
    @discardableResult
    func approve(
        _ name: String,
        files: [SubmitOrder.File],
        profiles: [String] = ["standard", "strict"],
        lifetime: String? = nil
    ) async throws -> String {
        try await client.connect { connection in
            let version = try await connection.propose(name, files: files)
            _ = try await connection.approve(
                "\(name)@\(version.digest)",
                profiles: profiles,
                lifetime: lifetime,
                comment: "for a test"
            )
            return version.digest
        }
    }

    /// Runs a script that is approved to its end.
    func run(_ script: String, _ change: (inout SubmitOrder) -> Void = { _ in }) async throws -> SessionReply {
        var order = SubmitOrder(.script(script))
        change(&order)
        let wanted = order
        return try await client.connect { connection in
            let session = try await connection.submit(wanted)
            return try await connection.finishedSession(session.id)
        }
    }

    /// Approves a script and runs it to its end.
    func runCode(
        _ code: String,
        entry: String = "main.py",
        _ change: (inout SubmitOrder) -> Void = { _ in }
    ) async throws -> SessionReply {
        let digest = try await approve("test/code", code, entry: entry)
        return try await run(digest, change)
    }

    /// Submits a session, and returns at once.
    func submit(_ script: String, _ change: (inout SubmitOrder) -> Void = { _ in }) async throws -> SessionReply {
        var order = SubmitOrder(.script(script))
        change(&order)
        let wanted = order
        return try await client.connect { try await $0.submit(wanted) }
    }

    /// Waits until a session is in `state`, or past it.
    func wait(_ id: String, until state: SessionState) async throws -> SessionReply {
        while true {
            let session = try await client.connect { try await $0.session(id) }
            if session.state == state || session.isFinished { return session }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// A session that has ended.
    func finished(_ id: String) async throws -> SessionReply {
        try await client.connect { try await $0.finishedSession(id) }
    }
}

extension SessionReply {
    /// What it printed on standard output.
    var stdoutText: String { stream("stdout")?["text"]?.text ?? "" }
    /// What it printed on standard error.
    var stderrText: String { stream("stderr")?["text"]?.text ?? "" }
    /// The word of its verdict.
    var verdictText: String { json["verdict"]?.text ?? "none" }
    /// A number of its usage.
    func usage(_ name: String) -> Double? { json["usage"]?[name]?.double }
    /// What was found left of it.
    var leftovers: [String] {
        json["destruction"]?["leftovers"]?.elements.compactMap(\.text) ?? ["no destruction in the record"]
    }
    /// What was checked to be gone.
    var checked: [String] { json["destruction"]?["checked"]?.elements.compactMap(\.text) ?? [] }
}
