internal import Glibc
internal import MayflyCore

/// The names of the files in a log's directory, and access to small files.
package struct LogDirectory: Sendable {
    /// The path of the directory.
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// The newest checkpoint, a signed note.
    package static let checkpoint = "checkpoint"
    /// The SSH signature of the newest checkpoint's body.
    package static let signature = "checkpoint.sig"
    /// The SSH signature of the newest checkpoint's whole note, including the note's signature; only in an export.
    package static let noteSignature = "checkpoint.note.sig"
    /// Earlier checkpoints, one per line of JSON.
    package static let history = "checkpoints.jsonl"
    /// The hashes of all complete subtrees.
    package static let hashes = "tree"
    /// The log's key for tools that read signed notes.
    package static let noteKey = "log.vkey"
    /// The log's key for OpenSSH.
    package static let sshKey = "log.pub"
    /// The file for `ssh-keygen -Y verify -f`.
    package static let allowedSigners = "allowed_signers.log"
    /// The signers whose signatures of approvals count; only in an export.
    package static let people = "allowed_signers"
    /// The receipts that records name; only in an export.
    package static let receipts = "receipts"
    /// The statements that records name, and their signatures; only in an export.
    package static let approvals = "approvals"

    /// The name of the segment that begins with a record.
    package static func segment(_ first: UInt64) -> String {
        let digits = "\(first)"
        return "log-" + String(repeating: "0", count: max(0, 12 - digits.count)) + digits + ".jsonl"
    }

    /// The first record of the segment of this name; `nil` for any other name.
    package static func first(ofSegment name: String) -> UInt64? {
        guard name.hasPrefix("log-"), name.hasSuffix(".jsonl"),
            let first = UInt64(digits: name.dropFirst(4).dropLast(6)), segment(first).hasBytes(of: name)
        else { return nil }
        return first
    }

    /// The path of a file in the directory.
    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// The names in the directory, in no order.
    package func names() throws(AuditError) -> [String] {
        guard let stream = opendir(path) else {
            throw .failed("opendir \(path): \(String(cString: strerror(errno)))")
        }
        defer { closedir(stream) }
        var found: [String] = []
        while let entry = readdir(stream) {
            found.append(
                withUnsafeBytes(of: entry.pointee.d_name) { bytes in
                    String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
                }
            )
        }
        return found
    }

    /// The first records of all segments, in order.
    package func segments() throws(AuditError) -> [UInt64] {
        try names().compactMap(Self.first(ofSegment:)).sorted()
    }

    /// Whether a file of this name exists.
    package func has(_ name: String) -> Bool { access(path(of: name), F_OK) == 0 }

    /// A small file; `nil` when it does not exist.
    package func read(_ name: String, atMost bound: Int = 64 * 1024) throws(AuditError) -> String? {
        guard has(name) else { return nil }
        let bytes = try LogFile(path(of: name), O_RDONLY).read(atMost: bound + 1, at: 0)
        guard bytes.count <= bound, let text = String(validating: bytes, as: UTF8.self) else {
            throw .damaged(AuditDamage(record: nil, file: name, "is longer than \(bound) bytes, or no text"))
        }
        return text
    }

    /// The bytes of a file; the damage when it does not exist, or has more than `bound`.
    func bytes(of name: String, atMost bound: Int) throws(AuditError) -> Result<[UInt8], AuditDamage> {
        guard has(name) else { return .failure(AuditDamage(record: nil, file: name, "is missing")) }
        let file = try LogFile(path(of: name), O_RDONLY)
        let size = try file.size()
        guard size <= UInt64(bound) else {
            let detail = "is too large to be checked: it has \(size) bytes, and \(bound) are the most"
            return .failure(AuditDamage(record: nil, file: name, detail))
        }
        return .success(try file.read(atMost: Int(size), at: 0))
    }

    /// Replaces a small file as a whole: after a crash it is the old or the new one.
    package func replace(_ name: String, with text: String) throws(AuditError) {
        let (new, path) = (path(of: "\(name).new"), path(of: name))
        let file = try LogFile(new, O_WRONLY | O_CREAT | O_TRUNC)
        try file.write(Array(text.utf8), at: 0)
        try file.sync()
        try LogFile.check("rename", path) { rename(new, path) }
    }

    /// Waits until the names are on the disk.
    package func sync() throws(AuditError) { try LogFile(path, O_RDONLY | O_DIRECTORY).sync() }

    /// Makes the directory, only for its owner, if it does not exist.
    package func make() throws(AuditError) {
        guard access(path, F_OK) != 0 else { return }
        try LogFile.check("mkdir", path) { mkdir(path, 0o700) }
        // If a power cut lost the directory, everything in it would be lost too.
        try LogFile("\(path)/..", O_RDONLY | O_DIRECTORY).sync()
    }
}
