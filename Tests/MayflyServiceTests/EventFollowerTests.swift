import Foundation
import MayflyCore
import MayflyProfiles
import MayflyStore
import MayflyTestSupport
import Testing
import WardenClient

@testable import MayflyService

@Suite("Events in order", .timeLimit(.minutes(10))) struct EventFollowerTests {
    private func withSession(
        _ limits: SessionLimits = .ceiling,
        _ body: (LiveSession, Store) async throws -> Void
    ) async throws {
        try await Store.lend { store, _ in
            let record = SessionRecord.example()
            try await store.insert(record)
            let profile = try ProfileParser.profile(from: try #require(BuiltInProfiles.files.first))
            let request = SubmitRequest(.reference(.digest(record.digest)), requestID: "r")
            let output = SessionOutput(limits: limits, objects: store.objects) { _ in }
            try await body(LiveSession(record, profile: profile, request: request, output: output), store)
        }
    }

    private func follower(
        _ source: EventSource,
        from start: UInt64 = 0,
        follows: Bool = true,
        heartbeat: Duration = .seconds(15)
    ) -> EventFollower {
        let (seen, end) = source.withLog { ($0.seen(before: start), $0.end) }
        return EventFollower(
            source: source,
            seen: seen,
            closing: start > end ? start - end : 0,
            follows: follows,
            heartbeat: heartbeat
        )
    }

    /// Each event as a line: its number, and what it says.
    private func lines(_ follower: EventFollower) async throws -> [String] {
        var lines: [String] = []
        for try await event in follower { lines.append(line(event)) }
        return lines
    }

    private func line(_ event: SessionEvent) -> String {
        let what =
            switch event.content {
            case .state(let state): state.rawValue
            case .output(let stream, let bytes): "\(stream.rawValue) \(String(decoding: bytes, as: UTF8.self))"
            case .dropped(let stream, let count): "\(stream.rawValue) without \(count)"
            case .artifact(let file): "artifact \(file.path)"
            case .heartbeat: "heartbeat"
            case .end(let detail): "end \(detail.record.state.rawValue)"
            }
        return "\(event.sequence) \(what)"
    }

    private func end(_ session: LiveSession, _ store: Store) async throws -> EventSource {
        session.output.endAll()
        var record = session.record
        record.state = .destroyed
        (record.stdout, record.stderr) = (session.output.kept(.stdout).record, session.output.kept(.stderr).record)
        record.artifacts = [FileRecord(path: "a.csv", size: .bytes(1), digest: record.digest)]
        let final = record
        let (stdout, stderr) = (session.output.kept(.stdout), session.output.kept(.stderr))
        let log = session.output.withEvents { $0 }
        try await store.finish(
            final,
            stdout: StreamContent(head: stdout.head, tail: stdout.tail),
            stderr: StreamContent(head: stderr.head, tail: stderr.tail),
            events: log
        )
        session.update { $0 = final }
        session.output.changes.raise()
        let kept = try #require(try await store.events(of: session.id))
        return .kept(store, SessionDetail(record: final), kept)
    }

    @Test func `are the same while it runs and after its end, from everywhere`() async throws {
        try await withSession { session, store in
            session.advance(to: .running)
            session.output.receive(Array("ab".utf8), from: .stdout)
            session.output.receive(Array("é".utf8).prefix(1) + [], from: .stderr)
            session.output.receive(Array("cd".utf8), from: .stdout)
            let soFar = try await lines(follower(.live(session), follows: false))
            #expect(soFar == ["1 queued", "2 running", "4 stdout ab", "5 stderr \u{fffd}", "7 stdout cd"])
            let kept = try await end(session, store)
            let all =
                soFar + ["8 artifact a.csv", "9 destroyed", "10 end destroyed"]
            for source in [EventSource.live(session), kept] {
                #expect(try await lines(follower(source)) == all)
                for start in [1, 2, 4, 5, 7, 8, 9] as [UInt64] {
                    let rest = try await lines(follower(source, from: start))
                    #expect(rest == all.filter { (UInt64($0.prefix { $0 != " " }) ?? 0) > start }, "from \(start)")
                }
                #expect(try await lines(follower(source, from: 3)).first == "4 stdout b")
                #expect(try await lines(follower(source, from: 10)) == ["10 end destroyed"])
            }
        }
    }

    @Test func `wait for what has not happened, and say that they do`() async throws {
        try await withSession { session, store in
            let events = follower(.live(session), heartbeat: .milliseconds(50)).makeAsyncIterator()
            nonisolated(unsafe) var reader = events
            #expect(line(try #require(try await reader.next())) == "1 queued")
            #expect(line(try #require(try await reader.next())) == "1 heartbeat")
            session.output.receive(Array("é".utf8).prefix(1) + [], from: .stdout)
            #expect(line(try #require(try await reader.next())) == "2 running", "what prints runs")
            #expect(line(try #require(try await reader.next())) == "2 heartbeat", "half a character is no text")
            session.output.receive(Array("é!".utf8).dropFirst(1) + [], from: .stdout)
            var said = "heartbeat"
            while said.hasSuffix("heartbeat") { said = line(try #require(try await reader.next())) }
            #expect(said == "5 stdout é!")
            _ = try await end(session, store)
            var rest: [String] = []
            while let event = try await reader.next() { rest.append(line(event)) }
            #expect(rest == ["6 artifact a.csv", "7 destroyed", "8 end destroyed"])
        }
    }

    @Test func `say once that the script runs, and before anything that it printed`() async throws {
        try await withSession { session, store in
            session.advance(to: .preparing)
            session.output.receive(Array("early".utf8), from: .stderr)
            session.advance(to: .running)
            session.output.receive(Array("late".utf8), from: .stdout)
            let kept = try await end(session, store)
            let all = try await lines(follower(kept))
            #expect(all.prefix(5) == ["1 queued", "2 preparing", "3 running", "8 stderr early", "12 stdout late"])
            #expect(all.filter { $0.hasSuffix("running") }.count == 1)
        }
    }

    @Test func `cost a slow reader nothing but what was dropped`() async throws {
        try await withSession { session, store in
            nonisolated(unsafe) var reader = follower(.live(session), heartbeat: .seconds(60)).makeAsyncIterator()
            _ = try await reader.next()
            let block = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<20 { session.output.receive(block, from: .stdout) }
            for number in 0..<3000 {
                session.output.receive(
                    [UInt8(ascii: "a") + UInt8(number % 5)],
                    from: number % 2 == 0 ? .stderr : .stdout
                )
            }
            _ = try await end(session, store)
            var (sum, dropped, last): (UInt64, UInt64, UInt64) = (0, 0, 1)
            while let event = try await reader.next() {
                #expect(event.sequence > last)
                let step = event.sequence - last
                last = event.sequence
                switch event.content {
                case .output(_, let bytes):
                    #expect(bytes.count <= EventFollower.longest)
                    #expect(step == UInt64(bytes.count))
                    sum += UInt64(bytes.count)
                case .dropped(_, let count):
                    #expect(step == count)
                    dropped += count
                default: #expect(step == 1)
                }
            }
            #expect(sum + dropped == 20 << 20 + 3000)
            #expect(sum >= UInt64(SessionOutput.mostKept))
            #expect(dropped > 0)
        }
    }

    @Test func `are the same when they are cut out of what the store has kept, wherever its pieces end`() async throws {
        var limits = SessionLimits.ceiling
        limits.output = .bytes(2_500_000)
        try await withSession(limits) { session, store in
            let text = Array(String(repeating: "é", count: 1_500_000).utf8)
            for start in stride(from: 0, to: text.count, by: 99_999) {
                session.output.receive(Array(text[start...].prefix(99_999)), from: .stdout)
                session.output.receive(Array("-".utf8), from: .stderr)
            }
            let kept = try await end(session, store)
            for start in [0, 1, 1_048_570, 2_450_000, 2_600_000, 2_980_000] as [UInt64] {
                let fromMemory = try await lines(follower(.live(session), from: start))
                let isSame = try await lines(follower(kept, from: start)) == fromMemory
                #expect(isSame, "from \(start)")
                let isCut = fromMemory.contains { $0.utf8.count < 64 && $0.contains(" without ") }
                #expect(isCut == (start < 2_900_000), "from \(start)")
            }
        }
    }

    /// What is not asked for again can still be read when it is not there any more.
    @Test func `are read from the store once for a thousand stretches of a few bytes`() async throws {
        try await withSession { session, store in
            for number in 0..<1000 {
                session.output.receive([UInt8(ascii: "a")], from: number % 2 == 0 ? .stdout : .stderr)
            }
            let kept = try await end(session, store)
            #expect(kept.withLog { $0.mark(at: 900)?.length } == 1, "each is one of its own")
            var (sum, seen): (Int, Set<StreamName>) = (0, [])
            for try await event in follower(kept) {
                guard case .output(let stream, let bytes) = event.content else { continue }
                sum += bytes.count
                guard seen.insert(stream).inserted, seen.count == 2 else { continue }
                #expect(try await store.removeSessions(beyond: 0) == 1)
            }
            #expect(sum == 1000)
        }
    }

    @Test func `of a session without a log are what its record says`() async throws {
        try await withSession { session, store in
            var record = session.record
            record.state = .destroyed
            record.startedAt = record.createdAt
            record.finishedAt = record.createdAt
            record.stdout = StreamRecord(total: .bytes(5), head: .bytes(2), tail: .bytes(1))
            try await store.finish(record, stdout: StreamContent(head: [97, 98], tail: [101]), stderr: StreamContent())
            let source = EventSource.kept(store, SessionDetail(record: record), EventSource.log(of: record))
            #expect(
                try await lines(follower(source)) == [
                    "1 queued", "2 running", "4 stdout ab", "6 stdout without 2", "7 stdout e", "8 destroyed",
                    "9 end destroyed",
                ]
            )
        }
    }
}
