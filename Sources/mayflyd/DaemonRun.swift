internal import Foundation
internal import Glibc
internal import LinuxSystem
internal import Logging
internal import MayflyServer
internal import MayflyService
internal import ServiceLifecycle
internal import WardenClient

/// The daemon after its start, without privileges and with many threads.
enum DaemonRun {
    /// Runs the daemon, and ends the process with it.
    static func runForever(_ started: StartedDaemon) -> Never {
        MemoryReturn.begin()
        LoggingSystem.bootstrap { LineLogHandler(label: $0) }
        var logger = Logger(label: "mayflyd")
        logger.logLevel = Logger.Level(rawValue: started.options.logLevel) ?? .info
        for group in started.roles.missing {
            logger.warning("a group that has a role does not exist", metadata: ["group": "\(group)"])
        }
        let warden = warden(started, logger)
        let daemon = Daemon(started, warden: warden, logger: logger)
        let (pid, log) = (started.warden, logger)
        Task {
            let status = await daemon.run()
            warden.hangUp()
            // Whoever waits for the daemon's end expects that nothing is left: neither the warden, nor what a killed warden left.
            if !Orphans.reapAll(atMost: .seconds(8)) {
                log.error("the warden or a process of its cells has not ended", metadata: ["warden": "\(pid)"])
            }
            exit(status)
        }
        dispatchMain()
    }

    private static func warden(_ started: StartedDaemon, _ logger: Logger) -> WardenClient {
        do throws(WardenClientError) {
            return try WardenClient(socket: started.socket.take())
        } catch {
            logger.critical("cannot talk to the warden", metadata: ["error": "\(error)"])
            exit(1)
        }
    }
}
