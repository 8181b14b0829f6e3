import Testing

@testable import MayflyStore

@Suite("The space of a disk")
struct DiskSpaceTests {
    @Test(
        arguments: [
            (100, 40, 40), (100, 0, 0),
            // More is used than there is: by one block, and by as many as can be.
            (100, .max, 0), (100, 1 << 63, 0),
        ] as [(UInt64, UInt64, UInt64)]
    )
    func `is never less than nothing`(blocks: UInt64, freeBlocks: UInt64, free: UInt64) {
        let space = DiskSpace(blockSize: 4096, blocks: blocks, freeBlocks: freeBlocks)
        #expect(space.total == blocks * 4096 && space.free == free * 4096)
    }

    @Test(
        arguments: [
            (256, 0, 0, false), (255, 0, 0, true), (0, 0, 0, true), (256, 1000, 16, false), (256, 1000, 15, true),
            (256, 1000, 0, true), (255, 1000, 1000, true),
            // Less than nothing, as the kernel says it of blocks; and a number that the disk does not know.
            (256, 1000, .max - 1, true), (256, 1000, .max, false),
        ] as [(UInt64, UInt64, UInt64, Bool)]
    )
    func `is as good as none where hardly a byte or a file is left`(
        freeBlocks: UInt64,
        files: UInt64,
        freeFiles: UInt64,
        isExhausted: Bool
    ) {
        let space = DiskSpace(
            blockSize: 4096,
            blocks: 1000,
            freeBlocks: freeBlocks,
            files: files,
            freeFiles: freeFiles
        )
        #expect(space.isExhausted == isExhausted)
    }

    @Test func `is no more than can be said`() {
        let space = DiskSpace(blockSize: 1 << 20, blocks: 1 << 50, freeBlocks: 1 << 50)
        #expect(space.total == .max && space.free == .max)
    }

    @Test func `is what the kernel says of this one`() throws {
        let space = try DiskSpace(of: "/")
        #expect(space.total > space.free && space.free > 0)
        #expect(!space.isExhausted && space.freeFiles != 0)
        #expect(throws: StoreError.self) { try DiskSpace(of: "/nonexistent/directory") }
    }
}
