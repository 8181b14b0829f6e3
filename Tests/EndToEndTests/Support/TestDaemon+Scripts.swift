import Foundation
import MayflyAPI
import MayflyClient
import MayflyCore
import MayflyJSON
import MayflyTestSupport
import Testing

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
        let signers = signers
        return try await client.connect { connection in
            let version = try await connection.propose(name, files: files)
            var order = StatementOrder(name: name, digest: version.digest, decision: "approve", profiles: profiles)
            order.expires = lifetime
            // Both sign the same statement: the daemon has it once the first one has.
            for signer in signers.prefix(profiles.contains("strict") ? 2 : 1) {
                try await Self.sign(order, by: signer, on: connection)
            }
            return version.digest
        }
    }

    /// Has somebody sign a statement.
    @discardableResult
    static func sign(
        _ order: StatementOrder,
        by signer: TestSigner,
        on connection: DaemonConnection
    ) async throws -> JSON {
        let draft = try await connection.statement(order)
        // What is approved already needs no more signatures, and a draft of the same would only add a statement.
        let text = draft["statement"]?.text ?? ""
        return try await connection.approve(statement: text, signature: try signer.sign(Array(text.utf8)))
    }

    /// A private key as `ssh-keygen` takes it, whose signatures count from now on; its path.
    func keyFile(_ principal: String = "third@test") throws -> String {
        let path = root.appending(path: "key-\(principal)").path()
        let made = try runProgram("/usr/bin/ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "test", "-f", path])
        #expect(made.status == 0, "\(made.errors)")
        let key = try String(contentsOfFile: path + ".pub", encoding: .utf8).split(separator: " ").prefix(2)
        let line = "\(principal) namespaces=\"mayfly-approval\" \(key.joined(separator: " "))\n"
        let file = try FileHandle(forWritingTo: trustDirectory.appending(path: "allowed_signers"))
        try file.seekToEnd()
        try file.write(contentsOf: Data(line.utf8))
        try file.close()
        return path
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
    /// What was read back of its cell under a name.
    func control(_ name: String) -> String? {
        json["controls"]?.elements.first { $0["name"]?.text == name }?["value"]?.text
    }

    /// What was found left of it.
    var leftovers: [String] {
        json["destruction"]?["leftovers"]?.elements.compactMap(\.text) ?? ["no destruction in the record"]
    }
    /// What was checked to be gone.
    var checked: [String] { json["destruction"]?["checked"]?.elements.compactMap(\.text) ?? [] }
}
