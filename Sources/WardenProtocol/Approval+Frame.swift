package import MayflyCore

extension SignedStatement: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.bytes(statement)
        frame.list(signatures) { $0.bytes($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            statement: try frame.bytes("statement", bound: FrameBound.statement),
            signatures: try frame.list("signatures", bound: FrameBound.signatures) { (frame) throws(FrameError) in
                try frame.bytes("signature", bound: FrameBound.signature)
            }
        )
    }
}

extension ApprovalPolicy: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.integer(required)
        frame.bool(needsHardwareKeys)
        frame.optional(maximumAge) { $0.duration($1) }
        frame.text(pin.rawValue)
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            required: try frame.integer("approvals.required"),
            needsHardwareKeys: try frame.bool("approvals.hardware_keys"),
            maximumAge: try frame.optionalDuration("approvals.maximum_age"),
            pin: try frame.choice("approvals.pin")
        )
    }
}

extension RuntimeClosure: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.value(profile)
        frame.value(profileDigest)
        frame.text(interpreter)
        frame.optional(interpreterDigest) { $0.value($1) }
        frame.list(flags) { $0.text($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            profile: try frame.value(),
            profileDigest: try frame.value(),
            interpreter: try frame.text("closure.interpreter", bound: FrameBound.path),
            interpreterDigest: try frame.optional("closure.digest") { (frame) throws(FrameError) in try frame.value() },
            flags: try frame.texts("closure.flags", bound: FrameBound.path)
        )
    }
}

extension StartDescription: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(entry)
        frame.text(runtime.rawValue)
        frame.list(environment) { $0.text($1) }
        frame.list(profiles) { $0.value($1) }
        frame.list(executables) { $0.text($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            entry: try frame.text("start.entry", bound: FrameBound.path),
            runtime: try frame.choice("start.runtime"),
            environment: try frame.texts("start.environment", bound: 64),
            profiles: try frame.list("start.profiles", bound: FrameBound.profiles) { (frame) throws(FrameError) in
                try frame.value()
            },
            executables: try frame.texts("start.executables", bound: FrameBound.path, count: FrameBound.files)
        )
    }
}

extension Permit: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(decision.rawValue)
        frame.list(approvers) { $0.text($1) }
        frame.integer(holdsUntil)
        frame.optional(closure) { $0.value($1) }
        frame.optional(start) { $0.value($1) }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        self.init(
            decision: try frame.choice("decision"),
            approvers: try frame.texts("approvers", bound: 256, count: FrameBound.signatures),
            holdsUntil: try frame.integer("holds_until"),
            closure: try frame.optional("closure") { (frame) throws(FrameError) in try frame.value() },
            start: try frame.optional("start") { (frame) throws(FrameError) in try frame.value() }
        )
    }
}
