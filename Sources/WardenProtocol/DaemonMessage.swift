package import MayflyCore

/// The messages from the daemon to the warden.
///
/// Each message is one frame.
package enum DaemonMessage: Hashable, Sendable {
    case launch(LaunchRequest)
    case kill(KillOrder)
    /// Read the profile directory again; the answer is ``WardenMessage/ready(_:)`` or ``WardenMessage/reloadFailed(_:)``.
    case reload
    /// Never run a digest again, whatever evidence is shown; the answer is ``WardenMessage/revocation(_:failure:)``.
    case revoke(Digest)
    /// Let the script of a held launch start; see ``LaunchRequest/isHeld``.
    case start(SessionID)
    /// Measure what a session uses now; every question is answered by ``WardenMessage/sampled(_:_:)``.
    case sample(SessionID)
    /// Check the trust files and interpreters now.
    ///
    /// If they differ from what was told last, the answer is ``WardenMessage/changed(_:)``; otherwise there is none.
    case look

    /// How many descriptors must be attached to the message.
    package var descriptorCount: Int {
        if case .launch(let request) = self { return request.descriptorCount }
        return 0
    }
}

extension DaemonMessage: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        switch self {
        case .launch(let request):
            frame.integer(UInt8(1))
            frame.value(request)
        case .kill(let order):
            frame.integer(UInt8(2))
            frame.value(order)
        case .reload:
            frame.integer(UInt8(3))
        case .revoke(let digest):
            frame.integer(UInt8(4))
            frame.value(digest)
        case .start(let session):
            frame.integer(UInt8(5))
            frame.value(session)
        case .sample(let session):
            frame.integer(UInt8(6))
            frame.value(session)
        case .look:
            frame.integer(UInt8(7))
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        switch try frame.integer("message", as: UInt8.self) {
        case 1: self = .launch(try frame.value())
        case 2: self = .kill(try frame.value())
        case 3: self = .reload
        case 4: self = .revoke(try frame.value())
        case 5: self = .start(try frame.value())
        case 6: self = .sample(try frame.value())
        case 7: self = .look
        default: throw .invalid(field: "message")
        }
    }
}
