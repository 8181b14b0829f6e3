internal import MayflyCore

extension SessionRecord: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            writeRequest(to: &text)
            text.member("createdAt", createdAt)
            text.member("startedAt", ifPresent: startedAt)
            text.member("finishedAt", ifPresent: finishedAt)
            text.member("queued", ifPresent: queued)
            text.member("launched", ifPresent: launched)
            text.member("report", ifPresent: report)
            text.member("stdout", stdout)
            text.member("stderr", stderr)
            text.member("artifacts", artifacts)
            text.member("artifactsSkipped", artifactsSkipped)
            text.member("result", ifPresent: result)
            text.member("workspace", ifPresent: workspace)
        }
    }

    private func writeRequest(to text: inout DocumentText) {
        text.member("id", id)
        text.member("scriptName", ifPresent: scriptName)
        text.member("digest", digest)
        text.member("runtime", runtime)
        text.member("profile", profile)
        text.member("review", ifPresent: review)
        text.member("state", state)
        text.member("limits", limits)
        text.member("arguments", arguments)
        text.member("argumentObject", ifPresent: argumentObject)
        text.member("environmentNames", environmentNames)
        text.member("inputs", inputs)
        text.member("caller", caller)
        text.member("agent", ifPresent: agent)
        text.member("labels", labels)
        text.member("requestID", requestID)
        text.member("traceparent", ifPresent: traceparent)
        if let endsWithClient {
            text.name("endsWithClient")
            text.value(endsWithClient)
        }
    }
}

extension SessionLimits: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("wall", wall)
            text.member("cpuTime", cpuTime)
            text.member("cpus", cpus)
            text.member("memory", memory)
            text.member("pids", pids)
            text.member("disk", disk)
            text.member("inodes", inodes)
            text.member("openFiles", openFiles)
            text.member("output", output)
            text.member("artifacts", artifacts)
            text.member("artifactCount", artifactCount)
        }
    }
}

extension CallerIdentity: DocumentRecord {
    func write(to text: inout DocumentText) {
        text.object { text in
            text.member("uid", uid)
            text.member("gid", gid)
            text.member("pid", pid)
        }
    }
}
