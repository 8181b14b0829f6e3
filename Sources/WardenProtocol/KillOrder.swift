package import MayflyCore

/// Orders the warden to end a session, for a cause that becomes its verdict.
package struct KillOrder: Hashable, Sendable {
    /// Why the session has to end.
    package enum Cause: Hashable, Sendable {
        /// Somebody asked for it; verdict `killed`.
        case killed(by: String, reason: String)
        /// The approval of its version was revoked; verdict `revoked`.
        case revoked(by: String, reason: String)
        /// It wrote more than it may; verdict `output_limit`.
        case output(limit: ByteCount, observed: ByteCount)
        /// The daemon is stopping; verdict `daemon_restart`.
        case shutdown
    }

    package var session: SessionID
    package var cause: Cause
    /// Whether to skip `SIGTERM` and the grace period.
    package var immediately: Bool

    package init(session: SessionID, cause: Cause, immediately: Bool) {
        self.session = session
        self.cause = cause
        self.immediately = immediately
    }
}

extension KillOrder: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.value(session)
        switch cause {
        case .killed(let by, let reason):
            frame.integer(UInt8(0))
            frame.text(by)
            frame.text(reason)
        case .revoked(let by, let reason):
            frame.integer(UInt8(1))
            frame.text(by)
            frame.text(reason)
        case .output(let limit, let observed):
            frame.integer(UInt8(2))
            frame.integer(limit.bytes)
            frame.integer(observed.bytes)
        case .shutdown:
            frame.integer(UInt8(3))
        }
        frame.bool(immediately)
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        let session: SessionID = try frame.value()
        let cause: Cause
        switch try frame.integer("cause", as: UInt8.self) {
        case 0: cause = .killed(by: try Self.sentence("by", &frame), reason: try Self.sentence("reason", &frame))
        case 1: cause = .revoked(by: try Self.sentence("by", &frame), reason: try Self.sentence("reason", &frame))
        case 2:
            cause = .output(limit: .bytes(try frame.integer("limit")), observed: .bytes(try frame.integer("observed")))
        case 3: cause = .shutdown
        default: throw .invalid(field: "cause")
        }
        self.init(session: session, cause: cause, immediately: try frame.bool("immediately"))
    }

    private static func sentence(_ field: String, _ frame: inout FrameReader) throws(FrameError) -> String {
        try frame.text(field, bound: FrameBound.sentence)
    }
}
