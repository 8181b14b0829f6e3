internal import MayflyCore

/// Why a signature proves nothing.
package enum SSHSignatureError: Error, Hashable, Sendable {
    /// The signature is not between the two lines that `ssh-keygen -Y sign` writes, or is not Base64.
    case armour
    case tooLong(bound: Int)
    case format(SSHFormatError)
    case version(UInt32)
    case key(SSHKeyError)
    case namespace(expected: String, found: String)
    /// The field for later versions is in use.
    case reserved
    case hash(String)
    /// The signature's kind is not its key's.
    case mismatch(expected: String, found: String)
    /// The security key signed without being touched.
    case untouched
    /// The signature is not this key's signature over these bytes.
    case invalid
}

extension SSHSignatureError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .armour: "it is not what 'ssh-keygen -Y sign' writes"
        case .tooLong(let bound): "it has more than \(bound) bytes"
        case .format(let error): "\(error)"
        case .version(let version): "it is of version \(version), and only 1 is known"
        case .key(let error): "\(error)"
        case .namespace(let expected, let found): "it is for '\(found.excerpt())', not for '\(expected)'"
        case .reserved: "its reserved field is not empty"
        case .hash(let name): "its hash is '\(name.excerpt())', not sha256 or sha512"
        case .mismatch(let expected, let found): "it is '\(found.excerpt())' by a key of kind '\(expected)'"
        case .untouched: "the security key was not touched for it"
        case .invalid: "it is not this key's signature over these bytes"
        }
    }
}
