internal import CLinux
internal import Glibc
internal import LinuxSystem
package import SandboxPlan

/// Finds the disks that a read of a path would reach.
package enum DiskSearch {
    /// Why the rate of reading cannot be limited.
    package struct Failure: Error, Hashable, CustomStringConvertible {
        package let description: String
    }

    /// The disk behind a path.
    ///
    /// Limits apply to whole disks: for a partition this is the disk that contains it.
    ///
    /// - Returns: `nil` when the path is in memory, so that no disk is read.
    /// - Throws: ``Failure`` where the file system has no disk of its own, such as overlay, btrfs and network file systems: a limit
    ///   could not be written for any device.
    package static func disk(behind path: String) throws(Failure) -> BlockDevice? {
        do throws(SystemCallError) {
            let device = BlockDevice(packed: try FileStatus(following: path).device)
            if device.major == 0 {
                if try isInMemory(path) { return nil }
                throw SystemCallError("stat", on: path, errno: .noDevice)
            }
            return try wholeDisk(of: device)
        } catch  where error.errno == .noDevice {
            throw Failure(
                description:
                    "\(path) is on a file system without a disk of its own (overlay, btrfs, network): reading from "
                    + "it cannot be limited; leave spec.io out of the profile, or do not show the path"
            )
        } catch {
            throw Failure(description: "the disk behind \(path) cannot be found: \(error)")
        }
    }

    /// The disks behind a path and behind the mounts below it, which a cell can read as well.
    package static func disks(behind path: String) throws(Failure) -> [BlockDevice] {
        var devices: [BlockDevice] = []
        for place in [path] + (try mountPoints(below: path)) {
            if let device = try disk(behind: place) { devices.append(device) }
        }
        return devices
    }

    private static func mountPoints(below path: String) throws(Failure) -> [String] {
        do throws(SystemCallError) {
            let table = try OwnedDescriptor.open("/proc/self/mountinfo", .read).readAll(bound: 1 << 20)
            let points = String(decoding: table, as: UTF8.self).split(separator: "\n").compactMap {
                line -> Substring? in
                let fields = line.split(separator: " ")
                return fields.count > 4 ? fields[4] : nil
            }
            return points.filter { $0.hasPrefix(path + "/") }.map { unescaped($0) }
        } catch {
            throw Failure(description: "what is mounted below \(path) is not known: \(error)")
        }
    }

    /// Undoes the escapes of mountinfo, such as `\040` for a space.
    private static func unescaped(_ text: Substring) -> String {
        [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")]
            .reduce(String(text)) { text, escape in text.replacing(escape.0, with: escape.1) }
    }

    private static func isInMemory(_ path: String) throws(SystemCallError) -> Bool {
        var status = statfs()
        try syscall("statfs", on: path) { unsafe statfs(path, &status) }
        // TMPFS_MAGIC, RAMFS_MAGIC
        return [0x0102_1994, 0x8584_58f6].contains(UInt64(truncatingIfNeeded: status.f_type))
    }

    private static func wholeDisk(of device: BlockDevice) throws(SystemCallError) -> BlockDevice {
        let directory = "/sys/dev/block/\(device)"
        guard (try? FileStatus(of: "\(directory)/partition")) != nil else {
            // Throws without sysfs: the device could be a partition, for which the kernel accepts no limit.
            _ = try FileStatus(of: directory)
            return device
        }
        let number = try OwnedDescriptor.open("\(directory)/../dev", .read).readAll(bound: 64)
        let text = String(decoding: number, as: UTF8.self)
        guard let disk = BlockDevice(text.prefix { $0 != "\n" }) else {
            throw SystemCallError("read", on: "\(directory)/../dev", errno: .noDevice)
        }
        return disk
    }
}
