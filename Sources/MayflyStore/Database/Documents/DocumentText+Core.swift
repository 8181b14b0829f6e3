internal import MayflyCore

// The values that all records are made of.

extension Identifier: DocumentRecord {}
extension Digest: DocumentRecord {}
extension ScriptName: DocumentRecord {}
extension ProfileName: DocumentRecord {}
extension AgentName: DocumentRecord {}
extension WorkspaceName: DocumentRecord {}
extension RuntimeName: DocumentRecord {}
extension SessionState: DocumentRecord {}
extension LimitName: DocumentRecord {}
extension VerdictName: DocumentRecord {}

extension ByteCount: DocumentRecord {
    func write(to text: inout DocumentText) { text.object { $0.member("bytes", bytes) } }
}

extension CPURate: DocumentRecord {
    func write(to text: inout DocumentText) { text.object { $0.member("millicpus", millicpus) } }
}

extension Timestamp: DocumentRecord {
    func write(to text: inout DocumentText) { text.object { $0.member("milliseconds", milliseconds) } }
}

extension Duration: DocumentRecord {
    /// Writes the attoseconds in two halves, the higher one first.
    func write(to text: inout DocumentText) {
        text.list([true, false]) { text, isHigher in
            if isHigher {
                text.value(Int64(truncatingIfNeeded: attoseconds >> 64))
            } else {
                text.value(UInt64(truncatingIfNeeded: attoseconds))
            }
        }
    }
}
