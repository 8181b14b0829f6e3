/// One fault of a request.
package struct RequestFault: Hashable, Sendable {
    /// An RFC 6901 pointer to the wrong member.
    package var pointer: String
    package var detail: String
    /// The schema's keyword that is not fulfilled; `nil` when the fault does not concern a schema.
    package var keyword: String?

    package init(_ pointer: String, _ detail: String, keyword: String? = nil) {
        self.pointer = pointer
        self.detail = detail
        self.keyword = keyword
    }
}

/// All faults of a request.
package struct RequestFaults: Error, Hashable, Sendable {
    package var faults: [RequestFault]

    package init(_ faults: [RequestFault]) {
        self.faults = faults
    }
}
