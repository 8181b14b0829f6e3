package import SandboxPlan

/// What a cell that was built ahead is told when a session gets it: one message to its pid 1.
///
/// The descriptors that travel with it are the sealed memory files of the script and, if there are any, of the inputs, then
/// standard output and error, and standard input if there is one.
package struct CellOrder: Sendable {
    package var script: Payload
    package var inputs: Payload?
    /// By number, borrowed.
    package var output: CInt
    package var error: CInt
    /// `nil` for `/dev/null`.
    package var input: CInt?
    /// Whether the script waits for ``CellProcess/start(through:)``.
    package var isHeld: Bool
    package var start: StartPlan

    /// The longest message: what does not fit goes to a cell of its own.
    package static let bound = 64 << 10

    package init(
        script: Payload,
        inputs: Payload?,
        output: CInt,
        error: CInt,
        input: CInt?,
        isHeld: Bool,
        start: StartPlan
    ) {
        self.script = script
        self.inputs = inputs
        self.output = output
        self.error = error
        self.input = input
        self.isHeld = isHeld
        self.start = start
    }

    /// How it is sent.
    package var bytes: [UInt8] {
        let flags = [isHeld ? "held" : "free", input == nil ? "null" : "pipe"]
        return TextList.bytes(of: flags + Self.texts(of: script) + Self.texts(of: inputs) + start.texts)
    }

    /// The descriptors that are sent with it.
    package var numbers: [CInt] {
        [script.descriptor] + [inputs?.descriptor].compactMap(\.self) + [output, error] + [input].compactMap(\.self)
    }

    /// Reads what was sent.
    ///
    /// - Parameter numbers: Of the descriptors that came; they stay the caller's.
    /// - Returns: `nil` for anything that no warden of ours sends.
    package init?(bytes: [UInt8], numbers: [CInt]) {
        guard let texts = TextList.texts(in: bytes), texts.count > 2 else { return nil }
        var rest = texts[2...]
        var left = numbers[...]
        guard let script = Self.payload(from: &rest, &left), let script else { return nil }
        guard let inputs = Self.payload(from: &rest, &left), let start = StartPlan(texts: Array(rest)),
            left.count == (texts[1] == "pipe" ? 3 : 2)
        else { return nil }
        let streams = Array(left)
        self.init(
            script: script,
            inputs: inputs,
            output: streams[0],
            error: streams[1],
            input: streams.count > 2 ? streams[2] : nil,
            isHeld: texts[0] == "held",
            start: start
        )
    }

    private static func texts(of payload: Payload?) -> [String] {
        guard let payload else { return ["none"] }
        let files = payload.files.flatMap { file in
            [file.path, "\(file.offset)", "\(file.size)", file.isExecutable ? "program" : "data"]
        }
        return ["\(payload.files.count)"] + files
    }

    /// - Returns: The outer `nil` when it is malformed.
    private static func payload(from rest: inout ArraySlice<String>, _ left: inout ArraySlice<CInt>) -> Payload?? {
        guard let head = rest.popFirst() else { return nil }
        if head == "none" { return .some(nil) }
        guard let count = Int(head), count >= 0, count <= rest.count / 4, let number = left.popFirst() else {
            return nil
        }
        var files: [Payload.File] = []
        for _ in 0..<count {
            guard let path = rest.popFirst(), let offset = rest.popFirst().flatMap({ UInt64($0) }),
                let size = rest.popFirst().flatMap({ UInt64($0) }), let kind = rest.popFirst()
            else { return nil }
            files.append(Payload.File(path: path, offset: offset, size: size, isExecutable: kind == "program"))
        }
        return .some(Payload(descriptor: number, files: files))
    }
}
