package import MayflyCore

extension SystemCallGroup: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(reason)
        frame.list(rules) { $0.value($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        let reason = try frame.text("policy.reason", bound: FrameBound.sentence)
        self.init(
            reason,
            try frame.list("policy.rules", bound: FrameBound.rules) { (frame) throws(FrameError) in try frame.value() }
        )
    }
}

extension SystemCallRule: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(call)
        let errno: Int32 =
            switch action {
            case .allow: -1
            case .report: -2
            case .fail(let errno): errno
            }
        frame.integer(errno)
        frame.list(conditions) { $0.value($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        let call = try frame.text("policy.call", bound: 64)
        let action: Action
        switch try frame.integer("policy.action", as: Int32.self) {
        case -1: action = .allow
        case -2: action = .report
        case let errno where (0...4095).contains(errno): action = .fail(errno: errno)
        default: throw .invalid(field: "policy.action")
        }
        let conditions = try frame.list("policy.conditions", bound: 6) { (frame) throws(FrameError) in
            try frame.value(SystemCallCondition.self)
        }
        self.init(call, action, when: conditions)
    }
}

extension SystemCallCondition: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.integer(argument)
        let (kind, mask): (UInt8, UInt64) =
            switch comparison {
            case .masked(let mask): (1, mask)
            case .notEqual: (2, 0)
            case .less: (3, 0)
            case .lessOrEqual: (4, 0)
            case .greaterOrEqual: (5, 0)
            case .greater: (6, 0)
            }
        frame.integer(kind)
        frame.integer(mask)
        frame.integer(value)
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        let argument: UInt32 = try frame.integer("policy.argument")
        guard argument < 6 else { throw .invalid(field: "policy.argument") }
        let kind: UInt8 = try frame.integer("policy.comparison")
        let mask: UInt64 = try frame.integer("policy.mask")
        let comparisons: [Comparison] = [
            .masked(mask), .notEqual, .less, .lessOrEqual, .greaterOrEqual, .greater,
        ]
        guard (1...6).contains(kind), kind == 1 || mask == 0 else { throw .invalid(field: "policy.comparison") }
        self.init(argument: argument, comparisons[Int(kind) - 1], value: try frame.integer("policy.value"))
    }
}
