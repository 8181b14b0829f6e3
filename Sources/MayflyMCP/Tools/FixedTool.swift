internal import MayflyJSON

/// A tool that every client gets.
enum FixedTool: String, CaseIterable {
    case listScripts = "mayfly_list_scripts"
    case run = "mayfly_run"
    case getSession = "mayfly_get_session"
    case killSession = "mayfly_kill_session"
    case proposeScript = "mayfly_propose_script"
    case createWorkspace = "mayfly_create_workspace"
    case listWorkspaces = "mayfly_list_workspaces"
    case deleteWorkspace = "mayfly_delete_workspace"

    /// The tool's entry in the list.
    var json: JSON {
        .object([
            "name": .string(rawValue), "title": .string(title), "description": .string(text),
            "inputSchema": .object([
                "type": .string("object"), "properties": properties, "required": .strings(required),
                "additionalProperties": .bool(false),
            ]),
            "outputSchema": answersSession ? SessionText.schema : nil,
            "annotations": .object([
                "title": .string(title), "readOnlyHint": .bool(isReadOnly), "destructiveHint": .bool(isDestructive),
                "idempotentHint": .bool(self != .run && self != .createWorkspace), "openWorldHint": .bool(false),
            ]),
        ])
    }

    private var isReadOnly: Bool { [.listScripts, .getSession, .listWorkspaces].contains(self) }

    /// Includes `run`, because a script may delete the files of others in a workspace.
    private var isDestructive: Bool { [.killSession, .run, .deleteWorkspace].contains(self) }

    private var answersSession: Bool { [.run, .getSession, .killSession].contains(self) }

    private var title: String {
        switch self {
        case .listScripts: "List scripts"
        case .run: "Run a script"
        case .getSession: "Look at a session"
        case .killSession: "Kill a session"
        case .proposeScript: "Propose a script"
        case .createWorkspace: "Make a workspace"
        case .listWorkspaces: "List workspaces"
        case .deleteWorkspace: "Delete a workspace"
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
        case .createWorkspace:
            "Makes an empty workspace: files that one session leaves in /work, and the next one that names it finds there. "
                + "Answers its name, for mayfly_run's workspace, and when it ends by itself."
        case .listWorkspaces:
            "Lists your workspaces: how much each holds, when it ends, and the session that has it now."
        case .deleteWorkspace:
            "Destroys a workspace with all that it holds; refused while a session has it. Nothing brings it back."
        }
    }
}
