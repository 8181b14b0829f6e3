import Testing

@testable import MayflyService

@Suite("The room for sessions that wait") struct WaitingRoomTests {
    /// Takes one place after the other; how many there were, `most` at most.
    private func fill(_ room: inout WaitingRoom, lane: QueueLane, idle: Int = 0, most: Int = 1000) -> Int {
        for count in 0..<most where (try? room.take(inputBytes: 1, lane: lane, idle: idle)) == nil { return count }
        return most
    }

    @Test func `gives one lane half of its places, and one beyond all to a lane that has none`() {
        var room = WaitingRoom(size: 10)
        #expect(fill(&room, lane: .user(1)) == 5)
        #expect(fill(&room, lane: .user(2)) == 5)
        #expect(fill(&room, lane: .user(3)) == 1)
        #expect(fill(&room, lane: .user(4)) == 1)
        for lane in 1...2 as ClosedRange<UInt32> { room.leave(lane: .user(lane)) }
        #expect(fill(&room, lane: .user(1)) == 0)
        room.leave(lane: .user(2))
        #expect(fill(&room, lane: .user(3)) == 1)
    }

    @Test func `does not count what can start at once`() {
        var room = WaitingRoom(size: 4)
        #expect(fill(&room, lane: .user(1), idle: 3) == 5)
        var none = WaitingRoom(size: 0)
        #expect(fill(&none, lane: .user(1)) == 0)
        #expect(fill(&none, lane: .user(1), idle: 1) == 1)
    }

    @Test func `gives one lane half of the memory, and one large request to anybody`() throws {
        let half = WaitingRoom.mostInputBytes / 2
        var room = WaitingRoom(size: 100)
        try room.take(inputBytes: half, lane: .user(1), idle: 0)
        #expect(throws: ServiceError.queueFull(retryAfter: .seconds(1))) {
            try room.take(inputBytes: 1, lane: .user(1), idle: 0)
        }
        try room.take(inputBytes: half, lane: .user(2), idle: 0)
        #expect(throws: ServiceError.self) { try room.take(inputBytes: 1, lane: .user(3), idle: 0) }
        room.leave(lane: .user(1))
        room.release(inputBytes: half, lane: .user(1))
        try room.take(inputBytes: half, lane: .user(3), idle: 0)
    }
}
