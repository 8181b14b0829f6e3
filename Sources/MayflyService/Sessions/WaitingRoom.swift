/// Bounds the places of waiting sessions, and the memory for the inputs of all sessions.
///
/// One lane gets at most half of each, and a lane without a place gets one even if all are taken, so that neither one lane nor two
/// together can exclude all others.
struct WaitingRoom {
    /// The most bytes of inputs that all sessions together may hold in memory.
    static let mostInputBytes = 512 * 1024 * 1024

    private struct Share {
        var places = 0
        var inputBytes = 0
    }

    /// The most sessions that may wait.
    let size: Int
    private var shares: [QueueLane: Share] = [:]
    private var all = Share()

    /// - Parameter size: The most sessions that may wait.
    init(size: Int) {
        self.size = size
    }

    /// Takes a place and room for inputs.
    ///
    /// - Parameters:
    ///   - inputBytes: The bytes of the inputs in memory.
    ///   - lane: The lane of the session.
    ///   - idle: The number of sessions that could start now and so do not wait.
    ///   - retryAfter: When a place may be free again.
    /// - Throws: ``ServiceError/queueFull(retryAfter:)``; then nothing is taken.
    mutating func take(inputBytes: Int, lane: QueueLane, idle: Int, retryAfter: Duration = .seconds(1))
        throws(ServiceError)
    {
        let own = shares[lane] ?? Share()
        guard all.places < size + idle || (own.places == 0 && size > 0), own.places < max(1, size / 2) + idle,
            Self.fits(inputBytes, beside: all.inputBytes, of: Self.mostInputBytes),
            Self.fits(inputBytes, beside: own.inputBytes, of: Self.mostInputBytes / 2)
        else { throw .queueFull(retryAfter: retryAfter) }
        change(lane, places: 1, inputBytes: inputBytes)
    }

    /// Whether a request fits; a lane that holds nothing may have one request of any size.
    private static func fits(_ count: Int, beside held: Int, of most: Int) -> Bool {
        held == 0 || held + count <= most
    }

    /// Gives a place back, because its session no longer waits.
    mutating func leave(lane: QueueLane) { change(lane, places: -1, inputBytes: 0) }

    /// Gives the room for inputs back.
    mutating func release(inputBytes: Int, lane: QueueLane) { change(lane, places: 0, inputBytes: -inputBytes) }

    private mutating func change(_ lane: QueueLane, places: Int, inputBytes: Int) {
        var own = shares[lane] ?? Share()
        own.places += places
        own.inputBytes += inputBytes
        shares[lane] = own.places == 0 && own.inputBytes == 0 ? nil : own
        all.places += places
        all.inputBytes += inputBytes
    }
}
