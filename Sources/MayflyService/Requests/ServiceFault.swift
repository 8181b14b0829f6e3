/// One of several faults of a request.
package struct ServiceFault: Hashable, Sendable {
    /// An RFC 6901 JSON pointer into the request.
    package var pointer: String
    /// The keyword of the schema that is violated; `nil` if the fault does not concern a schema.
    package var keyword: String?
    /// One sentence without a full stop.
    package var detail: String

    package init(pointer: String, keyword: String? = nil, detail: String) {
        self.pointer = pointer
        self.keyword = keyword
        self.detail = detail
    }
}
