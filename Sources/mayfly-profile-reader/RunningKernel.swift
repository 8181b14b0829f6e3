internal import Glibc
internal import MayflyProfiles

/// The kernel that this process runs on, and that cells will.
enum RunningKernel {
    /// 0.0 for a kernel that does not say, so that nothing is allowed for being new.
    static var version: KernelVersion {
        var name = utsname()
        uname(&name)
        let release = withUnsafeBytes(of: name.release) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return KernelVersion(release) ?? KernelVersion(major: 0, minor: 0)
    }
}
