/// The kind of thing that an ``Identifier`` names.
package protocol IdentifierKind {
    /// The prefix of such identifiers.
    static var prefix: String { get }
    /// The name of the type in errors.
    static var typeName: String { get }
}

/// The identifier of a session.
package typealias SessionID = Identifier<SessionKind>
/// The identifier of an approval statement.
package typealias ApprovalID = Identifier<ApprovalKind>
/// The identifier of a workspace.
package typealias WorkspaceID = Identifier<WorkspaceKind>
/// The identifier of an upload.
package typealias UploadID = Identifier<UploadKind>

/// Marks identifiers of sessions.
package enum SessionKind: IdentifierKind {
    package static let prefix = "ses_"
    package static let typeName = "SessionID"
}

/// Marks identifiers of approval statements.
package enum ApprovalKind: IdentifierKind {
    package static let prefix = "apr_"
    package static let typeName = "ApprovalID"
}

/// Marks identifiers of workspaces.
package enum WorkspaceKind: IdentifierKind {
    package static let prefix = "wsp_"
    package static let typeName = "WorkspaceID"
}

/// Marks identifiers of uploads.
package enum UploadKind: IdentifierKind {
    package static let prefix = "upl_"
    package static let typeName = "UploadID"
}
