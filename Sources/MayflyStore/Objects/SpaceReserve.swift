/// Reserves the last free space of a disk for necessary writes: ends of sessions, approvals, revocations.
///
/// New sessions, proposals and artifacts are refused if they would use it.
struct SpaceReserve: Sendable {
    /// A directory on the disk.
    let directory: String
    /// How many bytes stay free; `nil` for a size that suits the disk.
    let bytes: UInt64?

    /// Throws ``StoreError/full(_:)`` when less than the reserve would be free after `count` more bytes.
    func check(adding count: Int = 0) throws(StoreError) {
        let space = try DiskSpace(of: directory)
        let reserve = bytes ?? Self.reserve(of: space.total)
        guard space.free >= reserve, space.free - reserve >= UInt64(count) else {
            throw .full("\(directory): \(space.free) bytes are free, of which \(reserve) are kept for ends of sessions")
        }
    }

    /// The error of ``check(adding:)``; `nil` when there is space.
    var failure: StoreError? {
        do throws(StoreError) {
            try check()
            return nil
        } catch { return error }
    }

    /// A twentieth of a disk of `total` bytes, 64 MiB at most.
    static func reserve(of total: UInt64) -> UInt64 { min(total / 20, 64 << 20) }
}
