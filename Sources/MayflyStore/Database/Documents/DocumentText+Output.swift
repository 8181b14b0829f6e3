internal import MayflyCore

extension StreamName: DocumentRecord {}
extension ResultRecord.State: DocumentRecord {}
extension WorkspaceUse.Outcome: DocumentRecord {}

extension StreamRecord: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("total", total)
            text.member("digest", ifPresent: digest)
            text.member("head", head)
            text.member("tail", tail)
        }
    }
}

extension FileRecord: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("path", path)
            text.member("size", size)
            text.member("digest", digest)
        }
    }
}

extension SkippedArtifact: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("path", path)
            text.member("reason", reason)
        }
    }
}

extension ResultRecord: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("file", file)
            text.member("state", state)
            text.member("text", ifPresent: self.text)
            text.member("faults", faults)
        }
    }
}

extension ResultRecord.Fault: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("pointer", pointer)
            text.member("keyword", ifPresent: keyword)
            text.member("detail", detail)
        }
    }
}

extension WorkspaceUse: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("id", id)
            text.member("name", name)
            text.member("before", ifPresent: before)
            text.member("after", ifPresent: after)
            text.member("outcome", ifPresent: outcome)
            text.member("reason", ifPresent: reason)
            text.member("refused", refused)
        }
    }
}
