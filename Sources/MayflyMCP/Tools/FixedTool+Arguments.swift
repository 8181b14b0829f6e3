internal import MayflyJSON

/// The arguments of the tools that every client gets.
extension FixedTool {
    /// The required arguments.
    var required: [String] {
        switch self {
        case .listScripts, .createWorkspace, .listWorkspaces: []
        case .run: ["script"]
        case .getSession, .killSession: ["session"]
        case .proposeScript: ["name", "files"]
        case .deleteWorkspace: ["workspace"]
        }
    }

    /// The JSON Schema of each argument, by its name.
    var properties: JSON {
        switch self {
        case .listScripts, .listWorkspaces: .object([])
        case .run: Self.ofRun
        case .getSession:
            .object([
                "session": Self.session,
                "wait_seconds": ToolProperty.number("How long to wait for its end, 60 at most."),
            ])
        case .killSession:
            .object([
                "session": Self.session, "reason": ToolProperty.string("For the record."),
                "immediately": ToolProperty.flag("Without SIGTERM and the grace after it."),
            ])
        case .proposeScript:
            .object([
                "name": ToolProperty.string("One to four names joined by '/', for example team/report."),
                "files": ToolProperty.texts(
                    "Text by path; exactly one of main.py, main.sh, main.js, main is what starts."
                ),
            ])
        case .createWorkspace:
            .object([
                "name": ToolProperty.string("Its name, unique among yours; made up if not given."),
                "profile": ToolProperty.string("The profile whose sessions may use it; standard if not given."),
                "ttl": ToolProperty.string("How long it lives, such as 8h; what the profile allows if not given."),
            ])
        case .deleteWorkspace: .object(["workspace": ToolProperty.string("Its name or id.")])
        }
    }

    private static let session = ToolProperty.string("The session's id, ses_…")

    private static let ofRun: JSON = .object([
        "script": ToolProperty.string("name, name@sha256:… or sha256:…"),
        "args": .object([
            "description": .string("Texts for its command line, or an object where the script has a schema."),
            "type": .strings(["array", "object"]), "items": .object(["type": .string("string")]),
        ]),
        "stdin": ToolProperty.string("What it reads."), "files": ToolProperty.files,
        "profile": ToolProperty.string("The profile to run under; standard if not given."),
        "workspace": ToolProperty.string(
            "A workspace by name: the script finds in /work what the workspace holds, and what it leaves there stays."
        ),
        "timeout_seconds": ToolProperty.number("Its limit of time; only tightens the profile's."),
        "detach": ToolProperty.flag(
            "Answer at once with the session's id, for what takes long: it goes on to its end, also when this connection "
                + "ends. Without it the session is killed when this call or the connection ends first."
        ),
    ])
}
