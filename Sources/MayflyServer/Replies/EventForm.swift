internal import MayflyJSON

/// The form in which the documents of a stream are sent.
enum EventForm: Hashable, Sendable {
    /// One JSON document on each line.
    case lines
    /// Server-sent events for browsers; their data are the same documents.
    case serverSent

    /// The form for a client that accepts these types.
    init(accepting types: [String]) {
        let isServerSent = types.contains { list in
            list.utf8.split(separator: UInt8(ascii: ",")).contains { type in
                let name = type.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)[0]
                return name.filter { $0 != UInt8(ascii: " ") }.isWord("text/event-stream")
            }
        }
        self = isServerSent ? .serverSent : .lines
    }

    /// The media type of the stream.
    var type: String { self == .lines ? "application/x-ndjson" : "text/event-stream" }

    /// One document with its terminator.
    func text(of document: EventDocument) -> String {
        let data = document.json.compactText
        guard self == .serverSent else { return data + "\n" }
        let id = document.id.map { "id: \($0)\n" } ?? ""
        return "\(id)event: \(document.json["type"]?.text ?? "message")\ndata: \(data)\n\n"
    }
}
