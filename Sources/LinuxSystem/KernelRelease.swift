/// The running kernel.
package enum KernelRelease {
    /// The release, for example `6.1.0-13-amd64`.
    package static var current: String {
        guard let file = try? OwnedDescriptor.open("/proc/sys/kernel/osrelease", .read),
            let bytes = try? file.readAll(bound: 256)
        else { return "unknown" }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    }
}
