internal import CLinux
internal import Glibc
package import LinuxSystem

/// Lists the names in a directory, as the kernel's bytes.
package enum DirectoryListing {
    /// The names as text, without `.` and `..`, and without names that are not UTF-8.
    package static func names(in directory: borrowing OwnedDescriptor) throws(SystemCallError) -> [String] {
        var names: [String] = []
        try forEachEntry(of: directory) { name in
            if let text = String(validating: name, as: UTF8.self) { names.append(text) }
            return true
        }
        return names
    }

    /// Calls `body` with each name until it returns false.
    ///
    /// Starts from the first entry, in the kernel's order.
    package static func forEachEntry(
        of directory: borrowing OwnedDescriptor,
        _ body: ([UInt8]) -> Bool
    ) throws(SystemCallError) {
        let number = directory.number
        _ = lseek(number, 0, SEEK_SET)
        var buffer = [UInt8](repeating: 0, count: 8192)
        while true {
            let filled = try syscall("getdents64", on: "\(number)") {
                unsafe clinux_getdents64(number, &buffer, buffer.count)
            }
            if filled == 0 { return }
            var position = 0
            while position < filled {
                // struct linux_dirent64: u64 inode, u64 offset, u16 record length, u8 type, name and NUL.
                let length = Int(buffer[position + 16]) | Int(buffer[position + 17]) << 8
                let name = Array(buffer[(position + 19)..<(position + length)].prefix { $0 != 0 })
                position += length
                if name == [46] || name == [46, 46] { continue }
                if !body(name) { return }
            }
        }
    }
}
