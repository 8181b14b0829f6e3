package import MayflyClient
internal import MayflyCore

extension SessionText {
    /// What the system meant when it did not start what the cell was built for; `nil` when there is nothing to add.
    package static func startFailure(of session: SessionReply) -> String? {
        guard session.verdict == .setupFailed, session.detail("stage") == "execute" else { return nil }
        let isProgram = session.runtime == "binary"
        switch session.detail("errno") {
        case "ENOENT", "ENOTDIR":
            return isProgram
                ? "the interpreter that its first line names, or the loader that it was linked for, is not in the cell"
                : "the interpreter of runtime \(session.runtime ?? "?") is not in the cell"
        case "ENOEXEC":
            return "it is neither a program of this machine nor a script whose first line names an interpreter"
        default: return nil
        }
    }
}
