package import MayflyCore

/// The log's facts about a workspace.
package struct WorkspaceFact: Hashable, Sendable {
    package var id: WorkspaceID
    package var name: WorkspaceName
    package var owner: UInt32
    package var profile: ProfileName
    package var expires: Timestamp

    package init(id: WorkspaceID, name: WorkspaceName, owner: UInt32, profile: ProfileName, expires: Timestamp) {
        self.id = id
        self.name = name
        self.owner = owner
        self.profile = profile
        self.expires = expires
    }
}
