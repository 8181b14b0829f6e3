internal import MayflyProfiles
internal import MayflyYAML
internal import WardenProtocol

extension ProfileListing {
    /// The most bytes of errors in an answer; below the bound of the frame's field.
    private static let longestErrors = 8000

    /// Reads every file, and answers with the profiles or with the errors.
    init(of files: [NamedFile]) {
        do throws(FileErrors) {
            let found = try ProfileParser.profiles(from: files, kernel: RunningKernel.version)
            self = .profiles(found.profiles, policies: found.policies)
        } catch {
            self = .errors(error.text(bound: Self.longestErrors))
        }
    }
}

/// Unpacks an archive.
func archivedFiles(in bytes: [UInt8]) throws(FrameError) -> [NamedFile] {
    let prefix = Array(bytes.prefix(FileArchive.prefixLength))
    let start = FileArchive.prefixLength + (try FileArchive.headerLength(prefix: prefix))
    guard start <= bytes.count else { throw .truncated(field: "header") }
    let header = Array(bytes[FileArchive.prefixLength..<start])
    let archive = try FileArchive(header: header, contentLength: UInt64(bytes.count - start))
    var position = start
    return archive.entries.map { entry in
        defer { position += Int(entry.size) }
        return NamedFile(name: entry.path, bytes: Array(bytes[position..<(position + Int(entry.size))]))
    }
}
