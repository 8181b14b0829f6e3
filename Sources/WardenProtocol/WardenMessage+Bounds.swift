internal import MayflyCore

extension WardenMessage {
    /// Shortens a message to what the daemon accepts.
    ///
    /// The daemon ends at the first frame that it cannot parse, and every session ends with it. Parts of a message come from cells, host
    /// paths and disks: of those that are too long only the beginning is sent.
    package var bounded: WardenMessage {
        switch self {
        case .ready(let description): .ready(description.bounded)
        case .reloadFailed(let text): .reloadFailed(text.bounded(FrameBound.failure))
        case .admitted(let session, let closure): .admitted(session, closure.flatMap { $0.isReadable ? $0 : nil })
        case .finished(let report): .finished(report.bounded)
        case .changed(let description): .changed(description.bounded)
        case .revocation(let digest, let failure): .revocation(digest, failure: failure?.bounded(FrameBound.sentence))
        case .started(let session, let controls): .started(session, controls.bounded)
        case .sampled: self
        }
    }
}

extension WardenDescription {
    /// Why the description does not fit into a message even when shortened; `nil` when it does.
    package var objection: String? {
        let size = shortened.size
        guard size > FrameBound.frame else { return nil }
        return "the daemon is told of profiles and of what starts their scripts in \(FrameBound.frame) bytes at most; "
            + "these take \(size): have fewer profiles, or fewer visible paths in them"
    }

    /// The shortened description, without interpreters if it would still be too long.
    ///
    /// Profiles that do not fit are never put in force, but interpreters may be added later. If the daemon is told of no interpreter,
    /// nothing ends, but no statement can be drawn up until there is room again. The warden still checks approvals that name one.
    fileprivate var bounded: WardenDescription {
        var description = shortened
        if description.size > FrameBound.frame { description.closures = [:] }
        return description
    }

    /// The description without overlong facts and interpreters; profiles and leftovers were bounded before.
    private var shortened: WardenDescription {
        var description = self
        description.facts = facts.bounded
        description.closures = closures.mapValues { $0.filter(\.isReadable) }.filter { !$0.value.isEmpty }
        return description
    }

    private var size: Int { WardenMessage.ready(self).frame.count }
}

extension RuntimeClosure {
    /// Whether the interpreter's path fits into a frame; a shortened path would name another file.
    fileprivate var isReadable: Bool { interpreter.utf8.count <= FrameBound.path }
}

extension SessionReport {
    fileprivate var bounded: SessionReport {
        var report = self
        report.verdict = verdict.bounded
        report.deniedCalls = deniedCalls.bounded
        report.controls = controls.bounded
        report.destruction.checked = destruction.checked.bounded
        report.destruction.leftovers = destruction.leftovers.bounded
        return report
    }
}

extension Verdict {
    fileprivate var bounded: Verdict {
        func short(_ text: String?) -> String? { text?.bounded(FrameBound.sentence) }
        var verdict = self
        verdict.evidence = evidence.bounded(FrameBound.sentence)
        (verdict.limit, verdict.observed, verdict.stage) = (short(limit), short(observed), short(stage))
        (verdict.errno, verdict.systemCall) = (short(errno), short(systemCall))
        (verdict.by, verdict.reason, verdict.rule) = (short(by), short(reason), short(rule))
        return verdict
    }
}

extension [Control] {
    fileprivate var bounded: [Control] {
        map { Control($0.name.bounded(FrameBound.path), $0.value.bounded(FrameBound.path)) }
            .beginning(FrameBound.list, size: \.size, note: { Control("left_out", "\($0.count) more") })
    }
}

extension Control {
    /// The bytes that the control takes in a frame: two texts and their lengths.
    fileprivate var size: Int { name.utf8.count + value.utf8.count + 8 }
}

extension [DeniedCall] {
    fileprivate var bounded: [DeniedCall] {
        beginning(FrameBound.deniedCalls, size: { $0.frame.count }) { rest in
            let count = rest.map(\.count).max() ?? 0
            return DeniedCall(
                name: "\(rest.count) more",
                count: count,
                first: rest.first?.first ?? .zero,
                arguments: [:]
            )
        }
    }
}

extension [String] {
    fileprivate var bounded: [String] {
        map { $0.bounded(FrameBound.sentence) }
            .beginning(FrameBound.list, size: { $0.utf8.count + 4 }, note: { "and \($0.count) more" })
    }
}

extension Array {
    /// As many elements from the beginning as a report's list may have, and as fit into its share of a frame.
    ///
    /// - Parameters:
    ///   - size: The bytes of an element in a frame.
    ///   - note: Makes the last element, from the elements whose place it takes.
    fileprivate func beginning(
        _ most: Int,
        size: (Element) -> Int,
        note: (ArraySlice<Element>) -> Element
    ) -> [Element] {
        var (kept, room) = (0, FrameBound.listBytes)
        while kept < Swift.min(count, most), size(self[kept]) <= room {
            room -= size(self[kept])
            kept += 1
        }
        guard kept < count else { return self }
        let rest = dropFirst(Swift.max(0, kept - 1))
        return Array(dropLast(rest.count)) + [note(rest)]
    }
}

extension String {
    /// The beginning of a text, of at most `most` bytes, in which every NUL is replaced.
    fileprivate func bounded(_ most: Int) -> String {
        let mark = UInt8(ascii: "?")
        let text = utf8.contains(0) ? String(decoding: utf8.map { $0 == 0 ? mark : $0 }, as: UTF8.self) : self
        // The mark of an excerpt takes three bytes.
        return text.utf8.count > most ? text.excerpt(most - 3) : text
    }
}
