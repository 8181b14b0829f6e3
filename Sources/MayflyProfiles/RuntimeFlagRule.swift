internal import MayflyCore

/// The rule for the options of an interpreter.
///
/// The script's path follows the options. An option that takes code, another file or the next argument could run something else than
/// the approved bytes. So only options that are known to do none of this are accepted.
enum RuntimeFlagRule {
    /// Why `flag` may not be used; `nil` when it may.
    static func problem(with flag: String, of runtime: RuntimeName) -> String? {
        let accepted =
            switch runtime {
            case .python: isPlainPythonFlag(flag)
            case .sh: isCluster(flag, of: "efuvxC")
            case .node: isPlainNodeFlag(flag)
            case .binary: false
            }
        return accepted ? nil : "'\(flag)' is not a supported option of \(runtime.rawValue): \(hint(for: runtime))"
    }

    /// Whether `flag` contains `-I`: no user site, no script directory on the path, no `PYTHON*` variables.
    static func isolatesPython(_ flag: String) -> Bool {
        isCluster(flag, of: pythonLetters) && flag.contains("I")
    }

    private static let pythonLetters = "bBdEIOPqRsSuv"

    private static func isPlainPythonFlag(_ flag: String) -> Bool {
        if flag.hasPrefix("-W") || flag.hasPrefix("-X") { return flag.utf8.count > 2 }
        return isCluster(flag, of: pythonLetters)
    }

    private static let nodeFlags: Set<String> = [
        "--no-warnings", "--no-deprecation", "--throw-deprecation", "--no-addons", "--jitless", "--frozen-intrinsics",
        "--disallow-code-generation-from-strings", "--enable-source-maps", "--unhandled-rejections=strict",
    ]
    private static let nodeNumberFlags = ["--max-old-space-size=", "--max-semi-space-size=", "--stack-trace-limit="]

    private static func isPlainNodeFlag(_ flag: String) -> Bool {
        if nodeFlags.contains(flag) { return true }
        guard let prefix = nodeNumberFlags.first(where: flag.hasPrefix) else { return false }
        return UInt32(flag.dropFirst(prefix.count)) != nil
    }

    private static func isCluster(_ flag: String, of letters: String) -> Bool {
        flag.hasPrefix("-") && flag.count > 1 && flag.dropFirst().allSatisfy(letters.contains)
    }

    private static func hint(for runtime: RuntimeName) -> String {
        switch runtime {
        case .python: "use letters of -\(pythonLetters), -W… and -X…"
        case .sh: "use letters of -efuvxC"
        case .node: "use \((nodeFlags.sorted() + nodeNumberFlags.map { $0 + "N" }).joined(separator: ", "))"
        case .binary: "a program has none"
        }
    }
}
