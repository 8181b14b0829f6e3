import MayflyCore
import MayflyStore
import MayflyTestSupport
import Testing

@testable import MayflyService

@Suite("The events that a daemon remembers", .timeLimit(.minutes(10)))
struct EventBoardTests {
    private func post(_ count: Int, on board: EventBoard, uid: UInt32 = 1) {
        for _ in 0..<count {
            board.post(.session(DaemonEvent.SessionFact(SessionRecord.example(uid: uid))))
        }
    }

    private func caller(_ uid: UInt32, _ roles: Set<Role> = [.agent]) -> Caller {
        Caller(CallerIdentity(uid: uid, gid: uid, pid: 1), roles: roles)
    }

    private func follower(
        _ board: EventBoard,
        from start: UInt64 = 0,
        heartbeat: Duration = .seconds(60),
        follows: Bool = false,
        _ caller: @escaping @Sendable () -> Caller
    ) -> DaemonFollower {
        DaemonFollower(
            board: board,
            caller: caller,
            tellVersion: { event, _ in event },
            start: start,
            script: nil,
            follows: follows,
            heartbeat: heartbeat
        )
    }

    @Test func `are so many, and a reader that is too slow hears how many it missed`() async throws {
        let (board, own) = (EventBoard(capacity: 8), caller(1))
        post(5, on: board)
        var reader = follower(board) { own }.makeAsyncIterator()
        #expect(await reader.next()?.position.number == 1)
        post(20, on: board)
        var (numbers, missed): ([UInt64], [UInt64]) = ([], [])
        while let event = await reader.next() {
            numbers.append(event.position.number)
            if case .truncated(let count) = event.content { missed.append(count) }
        }
        // What it had taken already it still gets.
        #expect(numbers == [2, 3, 4, 5, 17] + (18...25))
        #expect(missed == [12])
        #expect(board.range == 17...25)
    }

    @Test func `of a version that cannot be looked at leave word that one is missing`() async throws {
        let (board, own) = (EventBoard(capacity: 8), caller(1))
        let digest = try #require(Digest(bytes: [UInt8](repeating: 1, count: 32)))
        let name = try #require(ScriptName("a"))
        board.post(.version(VersionEvent(.proposed, name, digest, by: own.identity, at: .now)))
        post(1, on: board)
        let follower = DaemonFollower(
            board: board,
            caller: { own },
            tellVersion: { (_: VersionEvent, _: Caller) async throws(ServiceError) -> VersionEvent? in
                throw .notReady("the disk does not answer")
            },
            start: 0,
            script: name,
            follows: false,
            heartbeat: .seconds(60)
        )
        var reader = follower.makeAsyncIterator()
        let event = await reader.next()
        #expect(event?.content == .truncated(1) && event?.position.number == 1)
    }

    @Test func `are one's own, and a sign of life comes although others' never end`() async throws {
        let (board, own) = (EventBoard(capacity: 8), caller(1))
        var reader = follower(board, heartbeat: .milliseconds(50), follows: true) { own }.makeAsyncIterator()
        let noise = Task {
            while !Task.isCancelled {
                post(1, on: board, uid: 2)
                try? await Task.sleep(for: .milliseconds(5))
            }
        }
        var event = await reader.next()
        // It may have been too slow, which it hears as well.
        while case .truncated = event?.content { event = await reader.next() }
        #expect(event?.content == .heartbeat)
        noise.cancel()
        post(1, on: board)
        event = await reader.next()
        while event?.content == .heartbeat { event = await reader.next() }
        guard case .session(let fact) = event?.content else {
            Issue.record("\(String(describing: event))")
            return
        }
        #expect(fact.uid == 1)
    }

    @Test func `end for whoever has no role any more`() async throws {
        let board = EventBoard()
        let (with, without) = (caller(1), caller(1, []))
        let roles = Signal()
        var reader = follower(board, heartbeat: .milliseconds(20), follows: true) {
            roles.generation == 0 ? with : without
        }
        .makeAsyncIterator()
        post(1, on: board)
        #expect(await reader.next()?.position.number == 1)
        roles.raise()
        post(1, on: board)
        #expect(await reader.next() == nil)
    }

    @Test func `have positions that are written in one way only`() {
        #expect(EventPosition("0123456789-0")?.number == 0)
        #expect(EventPosition("zzzzzzzzzz-18446744073709551615")?.text == "zzzzzzzzzz-18446744073709551615")
        for text in [
            "", "-", "0123456789", "0123456789-", "0123456789-01", "0123456789-+1", "0123456789--1", "012345678-1",
            "01234567890-1", "i123456789-1", "0123456789-18446744073709551616", "0123456789-1 ", "0123456789-1-1",
        ] { #expect(EventPosition(text) == nil, "\(text)") }
        #expect(EventPosition(EventPosition(run: EventPosition.newRun(), number: 7).text)?.number == 7)
    }
}
