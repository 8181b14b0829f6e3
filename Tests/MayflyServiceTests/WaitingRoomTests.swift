import Testing

@testable import MayflyService

@Suite("The room for sessions that wait") struct WaitingRoomTests {
    /// Takes one place after the other; how many there were, `most` at most.
    private func fill(_ room: inout WaitingRoom, uid: UInt32, idle: Int = 0, most: Int = 1000) -> Int {
        for count in 0..<most where (try? room.take(inputBytes: 1, uid: uid, idle: idle)) == nil { return count }
        return most
    }

    @Test func `gives one user half of its places`() {
        var room = WaitingRoom(size: 10)
        #expect(fill(&room, uid: 1) == 5)
        #expect(fill(&room, uid: 2) == 5)
        #expect(fill(&room, uid: 3) == 0)
        room.leave(uid: 1)
        #expect(fill(&room, uid: 3) == 1)
    }

    @Test func `does not count what can start at once`() {
        var room = WaitingRoom(size: 4)
        #expect(fill(&room, uid: 1, idle: 3) == 5)
        var none = WaitingRoom(size: 0)
        #expect(fill(&none, uid: 1) == 0)
        #expect(fill(&none, uid: 1, idle: 1) == 1)
    }

    @Test func `gives one user half of the memory, and one large request to anybody`() throws {
        let half = WaitingRoom.mostInputBytes / 2
        var room = WaitingRoom(size: 100)
        try room.take(inputBytes: half, uid: 1, idle: 0)
        #expect(throws: ServiceError.queueFull(retryAfter: .seconds(1))) {
            try room.take(inputBytes: 1, uid: 1, idle: 0)
        }
        try room.take(inputBytes: half, uid: 2, idle: 0)
        #expect(throws: ServiceError.self) { try room.take(inputBytes: 1, uid: 3, idle: 0) }
        room.leave(uid: 1)
        room.release(inputBytes: half, uid: 1)
        try room.take(inputBytes: half, uid: 3, idle: 0)
    }
}
