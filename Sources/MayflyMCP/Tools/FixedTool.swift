internal import MayflyJSON

/// A tool that is always there.
enum FixedTool: String, CaseIterable {
    case listScripts = "mayfly_list_scripts"
    case run = "mayfly_run"
    case getSession = "mayfly_get_session"
    case killSession = "mayfly_kill_session"
    case proposeScript = "mayfly_propose_script"

    /// As it is listed.
    var json: JSON {
        .object([
            "name": .string(rawValue), "title": .string(title), "description": .string(text),
            "inputSchema": .object([
                "type": .string("object"), "properties": properties, "required": .strings(required),
                "additionalProperties": .bool(false),
            ]),
            "outputSchema": answersSession ? SessionText.schema : nil,
            "annotations": .object([
                "title": .string(title), "readOnlyHint": .bool(self == .listScripts || self == .getSession),
                // In a workspace a script may delete what others have left there.
                "destructiveHint": .bool(self == .killSession || self == .run), "idempotentHint": .bool(self != .run),
                "openWorldHint": .bool(false),
            ]),
        ])
    }

    private var answersSession: Bool { [.run, .getSession, .killSession].contains(self) }

    private var title: String {
        switch self {
        case .listScripts: "List scripts"
        case .run: "Run a script"
        case .getSession: "Look at a session"
        case .killSession: "Kill a session"
        case .proposeScript: "Propose a script"
        }
    }

    private var text: String {
        switch self {
        case .listScripts:
            "Lists the scripts that Mayfly knows, and whether a person has approved them to run. state and digest are of the "
                + "newest version; description and args_schema, for mayfly_run's args, of the approved one that runs by "
                + "the script's name: approved_digest."
        case .run:
            "Runs an approved script in a fresh sandbox without network, and answers why it ended and what it printed."
        case .getSession: "Shows one execution: its state, why it ended, what it printed and left."
        case .killSession: "Ends an execution that runs."
        case .proposeScript:
            "Submits a script for review. Nothing runs: a person has to approve these very bytes first. Answers the digest, "
                + "and what that person has to do."
        }
    }

    private var required: [String] {
        switch self {
        case .listScripts: []
        case .run: ["script"]
        case .getSession, .killSession: ["session"]
        case .proposeScript: ["name", "files"]
        }
    }

    private var properties: JSON {
        switch self {
        case .listScripts: .object([])
        case .run:
            .object([
                "script": Self.string("name, name@sha256:… or sha256:…"),
                "args": .object([
                    "description": .string("Texts for its command line, or an object where the script has a schema."),
                    "type": .strings(["array", "object"]), "items": .object(["type": .string("string")]),
                ]),
                "stdin": Self.string("What it reads."),
                "files": Self.texts("Input files, text by path; the script finds them in /inputs."),
                "profile": Self.string("The profile to run under; standard if not given."),
                "workspace": Self.string(
                    "A workspace by name: the script finds in /work what the workspace holds, and what it leaves there stays."
                ),
                "timeout_seconds": .object([
                    "type": .string("number"),
                    "description": .string("Its limit of time; only tightens the profile's."),
                ]),
            ])
        case .getSession:
            .object([
                "session": Self.string("The session's id, ses_…"),
                "wait_seconds": .object([
                    "type": .string("number"), "description": .string("How long to wait for its end, 60 at most."),
                ]),
            ])
        case .killSession:
            .object([
                "session": Self.string("The session's id, ses_…"), "reason": Self.string("For the record."),
                "immediately": .object([
                    "type": .string("boolean"), "description": .string("Without SIGTERM and the grace after it."),
                ]),
            ])
        case .proposeScript:
            .object([
                "name": Self.string("One to four names joined by '/', for example team/report."),
                "files": Self.texts("Text by path; exactly one of main.py, main.sh, main.js, main is what starts."),
            ])
        }
    }

    private static func string(_ description: String) -> JSON {
        .object(["type": .string("string"), "description": .string(description)])
    }

    private static func texts(_ description: String) -> JSON {
        .object([
            "type": .string("object"), "additionalProperties": .object(["type": .string("string")]),
            "description": .string(description),
        ])
    }
}
