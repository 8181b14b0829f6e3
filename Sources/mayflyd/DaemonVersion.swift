/// The daemon's version.
enum DaemonVersion {
    static let text = "0.1.0"
}
