internal import MayflyCore
internal import MayflyJSON

extension AuditLeaf {
    /// A record's member that is a moment, in whole seconds since 1970; `nil` when it has no such member.
    static func seconds(_ name: String, of leaf: JSON) -> UInt64? {
        leaf[name]?.text.flatMap(DateText.parse).map { UInt64(max(0, $0.milliseconds / 1000)) }
    }
}
