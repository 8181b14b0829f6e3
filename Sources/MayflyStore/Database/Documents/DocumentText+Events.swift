internal import MayflyCore

extension EventLog.Mark: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("start", start)
            text.member("at", at)
            text.member("content", content)
        }
    }
}

extension EventLog.Content: DocumentRecord {
    /// Writes an object whose only member is named after the case; an associated value without a label is `_0`.
    func write(to text: inout DocumentText) {
        text.object { text in
            switch self {
            case .state(let state):
                text.name("state")
                text.object { $0.member("_0", state) }
            case .output(let stream, let offset, let count):
                text.name("output")
                text.object { text in
                    text.member("_0", stream)
                    text.member("offset", offset)
                    text.member("count", count)
                }
            }
        }
    }
}
