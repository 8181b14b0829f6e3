package import MayflyJSON

/// The body of requests without content: none, or an empty object.
package struct EmptyRequest: Hashable, Sendable {
    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        FieldReader(body, faults: faults).finish()
        try faults.check()
    }
}
