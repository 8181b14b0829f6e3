internal import MayflyCore
internal import Sandbox

/// The name under which an instance's cgroups are found again by its next start.
enum InstanceName {
    /// `mayfly` for the standard state directory, `mayfly-<8 hex>` for another: two instances never share a name.
    static func name(forState directory: String) -> String {
        if directory == "/var/lib/mayfly" { return "mayfly" }
        return "mayfly-\(SHA256.digest(of: Array(directory.utf8)).hexadecimal.prefix(8))"
    }
}
