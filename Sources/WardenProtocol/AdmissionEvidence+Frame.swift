package import MayflyCore

extension AdmissionEvidence: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        switch self {
        case .recorded(let approval):
            frame.integer(UInt8(1))
            frame.value(approval.digest)
            frame.list(approval.profiles) { $0.value($1) }
            frame.integer(approval.expires)
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        guard try frame.integer("evidence", as: UInt8.self) == 1 else { throw .invalid(field: "evidence") }
        self = .recorded(
            RecordedApproval(
                digest: try frame.value(),
                profiles: try frame.list("evidence.profiles", bound: FrameBound.list) { (frame) throws(FrameError) in
                    try frame.value()
                },
                expires: try frame.integer("evidence.expires")
            )
        )
    }
}
