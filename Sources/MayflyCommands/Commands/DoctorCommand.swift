internal import ArgumentParser
internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// `mayfly doctor`: whether this host can run sessions.
///
/// For an operator, the daemon builds a canary cell and destroys it.
struct DoctorCommand: MayflySubcommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Show whether sessions can run; for operators, also what to fix.",
        discussion: """
            Shows how ready the daemon is. For operators it builds and destroys a canary cell besides, and shows the \
            host, which controls work, and what to fix.

            Exits 0 when sessions can run, also where something is marked missing or there is advice: the last line \
            says whether there is. Exits 1 when anything is marked FAILED, or the daemon cannot be asked.
            """
    )

    @OptionGroup var global: GlobalOptions

    func execute(in context: CommandContext) async throws -> ExitStatus {
        let diagnosis = try await global.client(in: context).connect { daemon -> Diagnosis in
            let readiness = try await daemon.readiness()
            do throws(ClientError) {
                return Diagnosis(readiness: readiness, report: try await daemon.doctor(), refusal: nil)
            } catch {
                guard case .refused(let problem) = error else { throw error }
                return Diagnosis(readiness: readiness, report: .null, refusal: problem)
            }
        }
        if global.format == .table {
            for line in diagnosis.lines(global.style(in: context)) { try context.output.line(line) }
        } else {
            let ok = JSON.bool(diagnosis.isHealthy)
            let (readiness, report) = (diagnosis.readiness, diagnosis.report)
            try context.print(.object(["ok": ok, "readiness": readiness, "report": report]), as: global.format)
        }
        return diagnosis.isHealthy ? .success : .failure
    }
}
