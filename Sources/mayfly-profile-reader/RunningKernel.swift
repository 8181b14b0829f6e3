internal import Glibc
internal import MayflyProfiles

/// The kernel of this process, and of the cells.
enum RunningKernel {
    /// The kernel's version; 0.0 if it does not report one, so that no feature of a newer kernel is allowed.
    static var version: KernelVersion {
        var name = utsname()
        uname(&name)
        let release = withUnsafeBytes(of: name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return KernelVersion(release) ?? KernelVersion(major: 0, minor: 0)
    }
}
