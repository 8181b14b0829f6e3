package import MayflyCore

/// The answer of `mayfly-verify`.
package enum VerifyAnswer: Hashable, Sendable {
    case permitted(Permit)
    /// The name of the rule, which appears in the verdict `refused`, and a sentence for people.
    case refused(rule: String, detail: String)
}

extension VerifyAnswer: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        switch self {
        case .permitted(let permit):
            frame.integer(UInt8(1))
            frame.value(permit)
        case .refused(let rule, let detail):
            frame.integer(UInt8(2))
            frame.text(rule)
            frame.text(detail)
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        switch try frame.integer("answer", as: UInt8.self) {
        case 1: self = .permitted(try frame.value())
        case 2:
            self = .refused(
                rule: try frame.text("rule", bound: 64),
                detail: try frame.text("detail", bound: FrameBound.sentence)
            )
        default: throw .invalid(field: "answer")
        }
    }
}
