internal import MayflyCore
internal import MayflyStore
internal import WardenClient

/// A file of a workspace that is read in pieces and opened for each piece, so that many files hold no descriptors.
struct WorkspaceFile: ArchiveSource {
    let count: Int
    private let digest: Digest
    private let objects: ObjectStore

    init(_ file: FileRecord, in objects: ObjectStore) {
        self.count = Int(clamping: file.size.bytes)
        self.digest = file.digest
        self.objects = objects
    }

    func piece(at offset: Int, atMost most: Int) -> [UInt8]? {
        try? objects.piece(of: digest, at: offset, atMost: most)
    }
}
