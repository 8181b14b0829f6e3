internal import LinuxSystem
internal import Logging

extension SyslogPriority {
    /// Maps a log level to syslog, which has no level below `debug`.
    init(_ level: Logger.Level) {
        switch level {
        case .trace, .debug: self = .debug
        case .info: self = .info
        case .notice: self = .notice
        case .warning: self = .warning
        case .error: self = .error
        case .critical: self = .critical
        }
    }
}
