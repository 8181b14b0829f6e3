internal import MayflyCore
internal import Sandbox

/// The name by which the next start of an instance finds the instance's cgroups again.
enum InstanceName {
    /// `mayfly` for the standard state directory, `mayfly-<8 hex>` for any other, so that two instances never share a name.
    static func name(forState directory: String) -> String {
        if directory == "/var/lib/mayfly" { return "mayfly" }
        return "mayfly-\(SHA256.digest(of: Array(directory.utf8)).hexadecimal.prefix(8))"
    }
}
