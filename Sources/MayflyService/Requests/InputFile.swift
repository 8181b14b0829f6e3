internal import MayflyCore
internal import MayflyStore
internal import WardenClient

/// A file for `/inputs` whose bytes are available.
struct InputFile: Sendable {
    /// Where the file's bytes are.
    enum Content: Sendable {
        case bytes([UInt8])
        case upload(Upload)
    }

    /// Must obey `BundlePath`; otherwise the file is refused.
    var path: String
    var content: Content

    /// Its length in bytes.
    var count: Int {
        switch content {
        case .bytes(let bytes): bytes.count
        case .upload(let upload): upload.count
        }
    }

    /// The number of bytes that it takes in the daemon's memory.
    var bytesInMemory: Int { if case .bytes(let bytes) = content { bytes.count } else { 0 } }

    /// The file's entry in a record.
    var record: FileRecord {
        switch content {
        case .bytes(let bytes):
            FileRecord(path: path, size: .bytes(UInt64(bytes.count)), digest: BundleDigest.digest(of: bytes))
        case .upload(let upload): FileRecord(path: path, size: upload.size, digest: upload.digest)
        }
    }

    /// The file in the archive for the warden.
    var archived: ArchiveFile {
        switch content {
        case .bytes(let bytes): ArchiveFile(path: path, bytes: bytes)
        case .upload(let upload): ArchiveFile(path: path, content: .source(upload))
        }
    }
}
