import MayflyCore
import SandboxPlan
import Testing

@Suite("How full a scratch space is")
struct ScratchUseTests {
    /// What the kernel says, in blocks of 4 KiB, and what it means.
    struct Look: Sendable {
        var blocks: UInt64 = 100
        var freeBlocks: UInt64
        var inodes: UInt64 = 50
        var freeInodes: UInt64 = 45
        let used: UInt64
        var files: UInt64 = 0
        var hasNoBytes = false
        var hasNoInodes = false
    }

    static let looks: [Look] = [
        Look(freeBlocks: 100, used: 0), Look(freeBlocks: 40, freeInodes: 41, used: 60, files: 4),
        Look(freeBlocks: 0, used: 100, hasNoBytes: true),
        // More is used than there is: one block, and as many as can be.
        Look(freeBlocks: .max, used: 100, hasNoBytes: true),
        Look(freeBlocks: UInt64(bitPattern: .min), used: 100, hasNoBytes: true),
        // Less than nothing is used.
        Look(freeBlocks: 101, used: 0), Look(freeBlocks: UInt64(Int64.max), used: 0),
        Look(freeBlocks: 100, freeInodes: 0, used: 0, files: 45, hasNoInodes: true),
        Look(freeBlocks: 100, freeInodes: .max, used: 0, files: 45, hasNoInodes: true),
        Look(freeBlocks: 100, freeInodes: 51, used: 0), Look(freeBlocks: 100, freeInodes: 47, used: 0),
        Look(blocks: 0, freeBlocks: 0, inodes: 0, freeInodes: 0, used: 0, hasNoBytes: true, hasNoInodes: true),
    ]

    @Test(arguments: looks) func `is never more than there is, nor less than nothing`(look: Look) {
        let use = ScratchUse(
            blockSize: 4096,
            blocks: look.blocks,
            freeBlocks: look.freeBlocks,
            inodes: look.inodes,
            freeInodes: look.freeInodes
        )
        #expect(use.bytes == .bytes(look.used * 4096))
        #expect(use.inodes == look.files)
        #expect(use.hasNoBytes == look.hasNoBytes && use.hasNoInodes == look.hasNoInodes)
    }

    @Test func `is no more than can be said of the largest file system`() {
        let use = ScratchUse(blockSize: .max, blocks: 1 << 62, freeBlocks: 0, inodes: 0, freeInodes: 0)
        #expect(use.bytes == .bytes(.max) && use.hasNoBytes)
    }
}
