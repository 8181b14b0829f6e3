import MayflyCore
import SandboxPlan
import Testing

@Suite("The rate of reading from disks") struct DiskPlanTests {
    private let devices = [BlockDevice(major: 254, minor: 0), BlockDevice(major: 8, minor: 16)]

    private func text(_ rate: DiskRate, _ version: ControlGroupVersion) -> [String] {
        ControlGroupPlan(.ceiling, disk: DiskPlan(rate: rate, devices: devices + devices), version: version).writes
            .filter { $0.controller == .io }.map(\.description)
    }

    @Test func `is written once for each disk`() {
        let rate = DiskRate(readBytes: .mebibytes(50), readOperations: 1000)
        #expect(
            text(rate, .v2) == [
                "io: io.max = 8:16 rbps=52428800 riops=1000", "io: io.max = 254:0 rbps=52428800 riops=1000",
            ]
        )
        #expect(
            text(rate, .v1) == [
                "io: blkio.throttle.read_bps_device = 8:16 52428800", "io: blkio.throttle.read_iops_device = 8:16 1000",
                "io: blkio.throttle.read_bps_device = 254:0 52428800",
                "io: blkio.throttle.read_iops_device = 254:0 1000",
            ]
        )
    }

    @Test func `may be of one kind only`() {
        #expect(text(DiskRate(readOperations: 10), .v2).first == "io: io.max = 8:16 riops=10")
        #expect(
            text(DiskRate(readBytes: .mebibytes(1)), .v1)
                == ["8:16", "254:0"].map { "io: blkio.throttle.read_bps_device = \($0) 1048576" }
        )
    }

    @Test func `is not optional: a host without the file has no such cell`() {
        let plan = DiskPlan(rate: DiskRate(readOperations: 10), devices: devices)
        for version in [ControlGroupVersion.v1, .v2] {
            let writes = ControlGroupPlan(.ceiling, disk: plan, version: version).writes.filter { $0.controller == .io }
            #expect(!writes.isEmpty && writes.allSatisfy { !$0.isOptional })
        }
    }

    @Test func `has its limits too`() {
        let good = [DiskRate(readOperations: 10), DiskRate(readBytes: .kibibytes(64))]
        let bad = [DiskRate(), DiskRate(readOperations: 9), DiskRate(readBytes: .kibibytes(63), readOperations: 10)]
        #expect(good.allSatisfy { $0.isValid })
        #expect(bad.allSatisfy { !$0.isValid })
    }

    @Test(arguments: [
        ("254:0", UInt64(0xfe00), BlockDevice(major: 254, minor: 0)), ("8:17", 0x811, .init(major: 8, minor: 17)),
        ("1:256", 0x10_0100, .init(major: 1, minor: 256)),
    ])
    func `knows a disk by its numbers`(text: String, packed: UInt64, device: BlockDevice) {
        #expect(BlockDevice(text) == device && BlockDevice(packed: packed) == device && "\(device)" == text)
    }

    @Test(arguments: ["", "8", "8:", ":1", "8:1:2", "a:b", "-1:0"]) func `is of nothing else`(text: String) {
        #expect(BlockDevice(text) == nil)
    }
}
