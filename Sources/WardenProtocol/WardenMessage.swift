package import MayflyCore

/// The messages from the warden to the daemon.
///
/// Each message is one frame, without descriptors.
package enum WardenMessage: Hashable, Sendable {
    /// The warden is ready, or has read its profiles again.
    case ready(WardenDescription)
    /// The profiles could not be read; the old ones stay in force.
    case reloadFailed(String)
    /// A held launch was let through, and this interpreter starts its script, which the daemon may now record.
    ///
    /// Sent before the cell is built; not sent for a launch that is refused.
    case admitted(SessionID, RuntimeClosure?)
    /// The script's first instruction is about to run, with these controls in force.
    case started(SessionID, [Control])
    /// The session has ended and its cell is gone; sent exactly once for every launch, even for a refused one.
    ///
    /// If the script has started, the report does not repeat the controls: somebody waits for this message, so it is kept short.
    case finished(SessionReport)
    /// The trust files or an interpreter have changed without a reload.
    case changed(WardenDescription)
    /// A digest was revoked: for good, or, if it could not be written down, until the warden ends.
    case revocation(Digest, failure: String?)
    /// What a session uses now; `nil` if its script is not running.
    case sampled(SessionID, SessionSample?)
}

extension WardenMessage: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        switch self {
        case .ready(let description):
            frame.integer(UInt8(1))
            frame.value(description)
        case .reloadFailed(let text):
            frame.integer(UInt8(2))
            frame.text(text)
        case .started(let session, let controls):
            frame.integer(UInt8(3))
            frame.value(session)
            frame.list(controls) { $0.value($1) }
        case .finished(let report):
            frame.integer(UInt8(4))
            frame.value(report)
        case .changed(let description):
            frame.integer(UInt8(5))
            frame.value(description)
        case .revocation(let digest, let failure):
            frame.integer(UInt8(6))
            frame.value(digest)
            frame.optional(failure) { $0.text($1) }
        case .admitted(let session, let closure):
            frame.integer(UInt8(7))
            frame.value(session)
            frame.optional(closure) { $0.value($1) }
        case .sampled(let session, let sample):
            frame.integer(UInt8(8))
            frame.value(session)
            frame.optional(sample) { $0.value($1) }
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        switch try frame.integer("message", as: UInt8.self) {
        case 1: self = .ready(try frame.value())
        case 2: self = .reloadFailed(try frame.text("error", bound: FrameBound.failure))
        case 3: self = .started(try frame.value(), try frame.controls())
        case 4: self = .finished(try frame.value())
        case 5: self = .changed(try frame.value())
        case 6: self = .revocation(try frame.value(), failure: try frame.optionalText("failure"))
        case 7:
            self = .admitted(
                try frame.value(),
                try frame.optional("closure") { (frame) throws(FrameError) in try frame.value() }
            )
        case 8:
            let session: SessionID = try frame.value()
            let sample = try frame.optional("sample") { (frame) throws(FrameError) -> SessionSample in try frame.value()
            }
            self = .sampled(session, sample)
        default: throw .invalid(field: "message")
        }
    }
}
