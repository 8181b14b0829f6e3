package import MayflyCore
package import MayflyJSON

/// The body of `POST /v1/scripts`.
package struct ProposeRequest: Hashable, Sendable {
    package let name: ScriptName
    package let files: [RequestFile]
    package let provenance: RequestProvenance?

    package init(_ body: JSON) throws(RequestFaults) {
        let faults = FaultList()
        var fields = FieldReader(body, faults: faults)
        let name = fields.parsed("name", "one to four names [a-z0-9][a-z0-9._-]{0,63} joined by '/'", ScriptName.init)
        files = fields.elements("files", most: RequestFile.most).compactMap {
            RequestFile($0.value, at: $0.pointer, faults: faults)
        }
        provenance = RequestProvenance(
            fields.value("provenance"),
            at: fields.pointer(to: "provenance"),
            faults: faults
        )
        fields.finish()
        fields.require("name")
        fields.require("files")
        try faults.check()
        guard let name else { throw RequestFaults([RequestFault("/name", "is missing")]) }
        self.name = name
    }
}
