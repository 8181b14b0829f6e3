/// The fields of a signature's bytes, which are not checked yet.
struct SSHSignatureFields {
    var version: UInt32
    var key: [UInt8] = []
    var namespace = ""
    var reserved: [UInt8] = []
    var hash = ""
    var signature: [UInt8] = []

    /// Reads the fields of version 1; of any other version, only the version.
    init(blob: [UInt8]) throws(SSHFormatError) {
        var reader = SSHReader(blob)
        let magic = try reader.raw("the magic bytes", count: SSHSignature.magic.count)
        guard magic == SSHSignature.magic else { throw .invalid(field: "the magic bytes") }
        version = try reader.integer("the version")
        guard version == 1 else { return }
        key = try reader.string("the key", bound: SSHPublicKey.longestBlob)
        namespace = try reader.name("the namespace", bound: 128)
        reserved = try reader.string("the reserved field", bound: 128)
        hash = try reader.name("the hash", bound: 64)
        signature = try reader.string("the signature", bound: 256)
        try reader.finish()
    }
}
