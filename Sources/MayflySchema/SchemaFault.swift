internal import MayflyJSON

/// One fault of a schema, or of a value under a schema.
package struct SchemaFault: Hashable, Sendable {
    /// The names on the way to the fault: a JSON pointer (RFC 6901) into the schema or the value.
    package var place: [String]
    /// The keyword that is wrong, or not fulfilled.
    package var keyword: String
    /// One sentence without a full stop.
    package var message: String

    package init(_ place: [String], _ keyword: String, _ message: String) {
        self.place = place
        self.keyword = keyword
        self.message = message
    }

    /// The JSON pointer; empty for the whole.
    package var pointer: String { JSONPointer.text(place) }
}

/// All faults of a schema or a value, up to a bound.
package struct SchemaFaults: Error, Hashable, Sendable {
    /// The most faults that are reported at once.
    package static let most = 32

    package var faults: [SchemaFault]

    package init(_ faults: [SchemaFault]) {
        self.faults = faults
    }
}
