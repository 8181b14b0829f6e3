internal import MayflyCore

/// Why a trust file is refused as a whole, and on which line.
///
/// One malformed line refuses the file, so that a slip in it cannot silently add or remove a key.
package struct TrustFileError: Error, Hashable, Sendable {
    package let file: TrustFile
    /// The line's number, from 1; `nil` when the fault is not in one line.
    package let line: Int?
    package let fault: Fault

    package enum Fault: Error, Hashable, Sendable {
        case tooLong(bound: Int)
        /// The fault of a list of revoked keys in OpenSSH's binary form.
        case list(SSHFormatError)
        /// The text is no valid UTF-8, or has control characters.
        case text
        case lineTooLong(bound: Int)
        /// The line has principals without a key.
        case noKey
        case principals
        case key(SSHKeyError)
        /// The word is neither an option nor a kind of key.
        case option(String)
        case repeated(option: String)
        /// The value is not between double quotes.
        case unquoted(option: String)
        case time(option: String, String)
        /// The key is never valid.
        case noTime
        case fingerprint(String)
    }
}

extension TrustFileError: CustomStringConvertible {
    package var description: String {
        let place = line.map { "\(file.rawValue):\($0)" } ?? file.rawValue
        return "\(place): \(fault)"
    }
}

extension TrustFileError.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .tooLong(let bound): "has more than \(bound) bytes"
        case .list(let error):
            "the key revocation list (KRL) is malformed: \(error); look with: ssh-keygen -Q -l -f FILE"
        case .text: "has bytes that are no UTF-8, or control characters"
        case .lineTooLong(let bound): "the line has more than \(bound) bytes"
        case .noKey: "after the principals there has to be a key"
        case .principals: "the principals are not names and patterns with commas between, of at most 256 bytes each"
        case .key(let error): "\(error)"
        case .option(let word):
            "'\(word.excerpt())' is neither a kind of key nor an option; "
                + "options are cert-authority, namespaces, valid-after and valid-before"
        case .repeated(let option): "\(option) is there twice"
        case .unquoted(let option): "the value of \(option) has to be in double quotes"
        case .time(let option, let text):
            "\(option) is '\(text.excerpt())'; write YYYYMMDD, YYYYMMDDHHMM or YYYYMMDDHHMMSS, with a Z for UTC"
        case .noTime: "valid-before is not after valid-after"
        case .fingerprint(let text): "'\(text.excerpt())' is no fingerprint: SHA256: and 43 characters"
        }
    }
}
