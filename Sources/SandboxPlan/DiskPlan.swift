package import MayflyCore

/// How fast a cell may read, and from which disks.
package struct DiskPlan: Hashable, Sendable {
    package let rate: DiskRate
    /// The disks behind the visible paths, sorted and without duplicates.
    package let devices: [BlockDevice]

    package init(rate: DiskRate, devices: some Sequence<BlockDevice>) {
        self.rate = rate
        self.devices = Set(devices).sorted()
    }

    /// The writes that set these limits.
    func writes(_ version: ControlGroupVersion) -> [ControlGroupWrite] {
        devices.flatMap { version == .v2 ? unified($0) : legacy($0) }
    }

    private func unified(_ device: BlockDevice) -> [ControlGroupWrite] {
        let limits = [
            rate.readBytes.map { "rbps=\($0.bytes)" }, rate.readOperations.map { "riops=\($0)" },
        ]
        return [ControlGroupWrite(.io, "io.max", limits.compactMap(\.self).joined(separator: " "), of: device)]
    }

    private func legacy(_ device: BlockDevice) -> [ControlGroupWrite] {
        let bytes = rate.readBytes.map {
            ControlGroupWrite(.io, "blkio.throttle.read_bps_device", "\($0.bytes)", of: device)
        }
        let operations = rate.readOperations.map {
            ControlGroupWrite(.io, "blkio.throttle.read_iops_device", "\($0)", of: device)
        }
        return [bytes, operations].compactMap(\.self)
    }
}
