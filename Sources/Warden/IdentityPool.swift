internal import Glibc
internal import LinuxSystem
internal import Sandbox
internal import SandboxPlan

/// The host ids for the cells of this instance, two for each: taken for a cell, and given back when no process has them.
///
/// Ids come in blocks. An instance locks its block for as long as it runs, so that two instances never share an id, whatever
/// their options are.
final class IdentityPool {
    /// The first id, above every range that systemd and shadow-utils hand out.
    private static let firstID: UInt32 = 0x7000_0000
    private static let blockSize: UInt32 = 8192
    private static let blocks: UInt32 = 128
    private static let directory = "/run/mayfly-ids"
    /// The first id above the blocks: each block has two more ids here, for the maker of network namespaces.
    private static let firstMakerID = firstID + blocks * blockSize

    private let base: UInt32
    private let lock: OwnedDescriptor
    private var free: [UInt32]
    /// The ids of the maker of network namespaces, which no cell has.
    let maker: CellIdentity

    private init(block: UInt32, lock: consuming OwnedDescriptor) {
        self.base = Self.firstID + block * Self.blockSize
        let maker = Self.firstMakerID + block * 2
        self.maker = CellIdentity(script: maker, keeper: maker + 1)
        self.lock = lock
        self.free = Array((0..<(Self.blockSize / 2)).reversed())
    }

    /// The first and the last id of cells, for people.
    var range: String { "\(base)-\(base + Self.blockSize - 1)" }

    /// Takes the first block that no other instance holds and whose ids no process of the host has.
    static func open() throws(WardenError) -> IdentityPool {
        try system { () throws(SystemCallError) in
            do throws(SystemCallError) {
                try syscall("mkdir", on: directory) { unsafe mkdir(directory, 0o700) }
            } catch  where error.errno == .exists {
            }
        }
        let opened = try TrustedFile.directory(directory)
        for block in 0..<blocks {
            let name = "block-\(block)"
            let lock = try system { () throws(SystemCallError) in try opened.open(name, .lock) }
            guard try system({ () throws(SystemCallError) in try lock.tryLock(on: name) }) else { continue }
            let pool = IdentityPool(block: block, lock: lock)
            guard pool.isUnused else { continue }
            return pool
        }
        throw WardenError.identities("all \(blocks) blocks of user ids are in use; see \(directory)")
    }

    /// Whether no process of the host has an id of the block; one of an earlier instance may not have ended yet.
    private var isUnused: Bool {
        !Identity.hasProcess(uid: maker.script)
            && (base..<(base + Self.blockSize)).allSatisfy { !Identity.hasProcess(uid: $0) }
    }

    /// Takes two ids that no process has, at random from the half that was given back longest ago.
    ///
    /// The choice is random because a script can see its id, and must not learn from it how many cells came before.
    ///
    /// - Returns: `nil` when no ids are left. Ids that a process still has are dropped and never given out again.
    func take() -> CellIdentity? {
        while !free.isEmpty {
            let last = free.count - 1
            free.swapAt(last - Int.random(in: 0...last / 2), last)
            let index = free.removeLast()
            let identity = CellIdentity(script: base + 2 * index, keeper: base + 2 * index + 1)
            if !Identity.hasProcess(uid: identity.script), !Identity.hasProcess(uid: identity.keeper) {
                return identity
            }
        }
        return nil
    }

    /// Gives ids back, unless a process still has one of them.
    func giveBackIfUnused(_ identity: CellIdentity) {
        guard !Identity.hasProcess(uid: identity.script), !Identity.hasProcess(uid: identity.keeper) else { return }
        giveBack(identity)
    }

    /// Gives ids back after it was verified that no process has them.
    ///
    /// They go to the end of the queue, to be reused as late as possible.
    func giveBack(_ identity: CellIdentity) {
        free.insert((identity.script - base) / 2, at: 0)
    }
}
