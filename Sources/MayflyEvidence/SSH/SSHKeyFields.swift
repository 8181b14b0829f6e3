/// The fields of a public key's bytes, which are not checked yet.
struct SSHKeyFields {
    var name: String
    /// `nil` for a kind that is not supported, of which nothing more was read.
    var kind: SSHKeyKind?
    var curve: String?
    var point: [UInt8] = []
    var application: [UInt8] = []

    init(blob: [UInt8]) throws(SSHFormatError) {
        var reader = SSHReader(blob)
        name = try reader.name("the kind", bound: 64)
        kind = SSHKeyKind(rawValue: name)
        guard let kind else { return }
        if kind.curve != nil { curve = try reader.name("the curve", bound: 16) }
        point = try reader.string("the point", bound: 1 + 2 * kind.width)
        if kind.isHardware { application = try reader.string("the application", bound: 255) }
        try reader.finish()
    }
}
