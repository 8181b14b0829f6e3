/// What an ``Identifier`` names.
package protocol IdentifierKind {
    /// How the texts of such identifiers begin.
    static var prefix: String { get }
    /// What errors call such an identifier.
    static var typeName: String { get }
}

/// The name of one session.
package typealias SessionID = Identifier<SessionKind>
/// The name of one approval statement.
package typealias ApprovalID = Identifier<ApprovalKind>
/// The name of one workspace.
package typealias WorkspaceID = Identifier<WorkspaceKind>
/// The name of bytes that were uploaded.
package typealias UploadID = Identifier<UploadKind>

/// Marks names of sessions.
package enum SessionKind: IdentifierKind {
    package static let prefix = "ses_"
    package static let typeName = "SessionID"
}

/// Marks names of approval statements.
package enum ApprovalKind: IdentifierKind {
    package static let prefix = "apr_"
    package static let typeName = "ApprovalID"
}

/// Marks names of workspaces.
package enum WorkspaceKind: IdentifierKind {
    package static let prefix = "wsp_"
    package static let typeName = "WorkspaceID"
}

/// Marks names of uploads.
package enum UploadKind: IdentifierKind {
    package static let prefix = "upl_"
    package static let typeName = "UploadID"
}
