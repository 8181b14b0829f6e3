package import SandboxPlan

/// The message to pid 1 of a cell that was built ahead, when the cell is handed to a session.
///
/// The attached descriptors are the sealed memory files of the script and of the inputs, if there are any, then standard output
/// and error, and standard input if there is one.
package struct CellOrder: Sendable {
    package var script: Payload
    package var inputs: Payload?
    /// Borrowed by number.
    package var output: CInt
    package var error: CInt
    /// `nil` for `/dev/null`.
    package var input: CInt?
    /// Whether the script waits for ``CellProcess/start(through:)``.
    package var isHeld: Bool
    package var start: StartPlan

    /// The size of the longest message; a launch that needs more gets a cell of its own.
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

    /// The encoded order.
    package var bytes: [UInt8] {
        let flags = [isHeld ? "held" : "free", input == nil ? "null" : "pipe"]
        return TextList.bytes(of: flags + Self.texts(of: script) + Self.texts(of: inputs) + start.texts)
    }

    /// The descriptors to attach.
    package var numbers: [CInt] {
        [script.descriptor] + [inputs?.descriptor].compactMap(\.self) + [output, error] + [input].compactMap(\.self)
    }

    /// Decodes an order.
    ///
    /// - Parameter numbers: The attached descriptors, which still belong to the caller.
    /// - Returns: `nil` for anything that an intact warden never sends.
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

    /// - Returns: The payload; the outer `nil` means that it is malformed.
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
