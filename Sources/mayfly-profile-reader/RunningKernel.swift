internal import Glibc
internal import MayflyProfiles

/// The kernel of this process, and of the cells.
enum RunningKernel {
    /// The version; 0.0 if the kernel reports none, so that no newer feature is allowed.
    static var version: KernelVersion {
        var name = utsname()
        uname(&name)
        let release = withUnsafeBytes(of: name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return KernelVersion(release) ?? KernelVersion(major: 0, minor: 0)
    }
}
