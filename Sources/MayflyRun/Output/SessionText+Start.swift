package import MayflyClient
internal import MayflyCore

extension SessionText {
    /// Why the system did not start the program of the cell; `nil` when there is nothing to add.
    package static func startFailure(of session: SessionReply) -> String? {
        guard session.verdict == .setupFailed, session.detail("stage") == "execute" else { return nil }
        let isProgram = session.runtime == "binary"
        switch session.detail("errno") {
        case "ENOENT", "ENOTDIR":
            return isProgram
                ? "the loader that it was linked for is not in the cell"
                : "the interpreter of runtime \(session.runtime ?? "?") is not in the cell"
        case "ENOEXEC":
            return isProgram
                ? "it is no program of this machine; a script is started by its runtime: python, sh or node"
                : "the interpreter of runtime \(session.runtime ?? "?") is no program of this machine"
        default: return nil
        }
    }
}
