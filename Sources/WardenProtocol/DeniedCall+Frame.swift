package import MayflyCore

extension DeniedCall: FrameCodable {
    package func encode(to frame: inout FrameWriter) {
        frame.text(name)
        frame.integer(count)
        frame.duration(first)
        frame.list(arguments.sorted { $0.key < $1.key }) { frame, argument in
            frame.text(argument.key)
            frame.text(argument.value)
        }
    }

    package init(from frame: inout FrameReader) throws(FrameError) {
        let name = try frame.text("denied_call.name", bound: 64)
        let count: UInt64 = try frame.integer("denied_call.count")
        let first = try frame.duration("denied_call.first")
        let pairs = try frame.list("denied_call.arguments", bound: 6) { (frame) throws(FrameError) in
            (try frame.text("denied_call.place", bound: 1), try frame.text("denied_call.value", bound: 18))
        }
        guard Set(pairs.map(\.0)).count == pairs.count else { throw .invalid(field: "denied_call.arguments") }
        self.init(name: name, count: count, first: first, arguments: Dictionary(uniqueKeysWithValues: pairs))
    }
}
