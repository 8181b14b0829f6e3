package import MayflyCore

extension AdmissionEvidence: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        switch self {
        case .recorded(let approval):
            frame.integer(UInt8(1))
            frame.value(approval.digest)
            frame.list(approval.profiles) { $0.value($1) }
            frame.integer(approval.expires)
        case .signed(let statement):
            frame.integer(UInt8(2))
            frame.value(statement)
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        switch try frame.integer("evidence", as: UInt8.self) {
        case 1: self = .recorded(try Self.recorded(from: &frame))
        case 2: self = .signed(try frame.value())
        default: throw .invalid(field: "evidence")
        }
    }

    private static func recorded(from frame: inout FrameReader) throws(FrameError) -> RecordedApproval {
        RecordedApproval(
            digest: try frame.value(),
            profiles: try frame.list("evidence.profiles", bound: FrameBound.list) { (frame) throws(FrameError) in
                try frame.value()
            },
            expires: try frame.integer("evidence.expires")
        )
    }
}
