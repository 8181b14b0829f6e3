internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly doctor`: can this host run sessions? Asks the daemon to build a canary cell and to destroy it.
struct DoctorCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Build and destroy a canary cell; show which controls work, and what to fix. For operators.",
        discussion: """
            Exits 0 when sessions can run, also where something is marked missing or there is advice: the last line \
            says whether there is. Exits 1 when anything is marked FAILED, or the daemon cannot be asked.
            """
    )

    @OptionGroup var global: GlobalOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let (readiness, report) = try await global.client(in: context).connect { daemon in
            (try await daemon.readiness(), try await daemon.doctor())
        }
        let diagnosis = Diagnosis(readiness: readiness, report: report)
        if global.format == .table {
            for line in diagnosis.lines(global.style(in: context)) { try context.output.line(line) }
        } else {
            let ok = JSON.bool(diagnosis.isHealthy)
            try context.print(.object(["ok": ok, "readiness": readiness, "report": report]), as: global.format)
        }
        return diagnosis.isHealthy ? .success : .failure
    }
}
