/// One thing that is wrong with a request.
package struct RequestFault: Hashable, Sendable {
    /// An RFC 6901 pointer to the wrong member.
    package var pointer: String
    package var detail: String
    /// The keyword of a schema that is not fulfilled; `nil` when it is not about one.
    package var keyword: String?

    package init(_ pointer: String, _ detail: String, keyword: String? = nil) {
        self.pointer = pointer
        self.detail = detail
        self.keyword = keyword
    }
}

/// Everything that is wrong with a request.
package struct RequestFaults: Error, Hashable, Sendable {
    package var faults: [RequestFault]

    package init(_ faults: [RequestFault]) {
        self.faults = faults
    }
}
