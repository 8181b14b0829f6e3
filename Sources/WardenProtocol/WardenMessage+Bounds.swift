internal import MayflyCore

extension WardenMessage {
    /// The same message, with no more in it than the daemon reads.
    ///
    /// The daemon ends at the first frame that it does not understand, and every session with it. A cell, paths of the host and its
    /// disks have a part in what is told: where something of it is too long, its beginning is told.
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
    /// Why the daemon could not be told of all of it; `nil` when it can.
    package var objection: String? {
        let size = shortened.size
        guard size > FrameBound.frame else { return nil }
        return "the daemon is told of profiles and of what starts their scripts in \(FrameBound.frame) bytes at most; "
            + "these take \(size): have fewer profiles, or fewer visible paths in them"
    }

    /// The same; without what starts scripts, where that is too much.
    ///
    /// Profiles that are too much are not put in force, but an interpreter may come later. Then the daemon is told of none, and nothing
    /// ends: it can draw up no statement until there is room again. What starts by an approval that names one is the warden's to decide.
    fileprivate var bounded: WardenDescription {
        var description = shortened
        if description.size > FrameBound.frame { description.closures = [:] }
        return description
    }

    /// Without what would be too much by itself; profiles and leftovers were bounded before.
    private var shortened: WardenDescription {
        var description = self
        description.facts = facts.bounded
        description.closures = closures.mapValues { $0.filter(\.isReadable) }.filter { !$0.value.isEmpty }
        return description
    }

    private var size: Int { WardenMessage.ready(self).frame.count }
}

extension RuntimeClosure {
    /// Whether the path of the interpreter is one that a frame takes: the beginning of it would be another one.
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
    /// The bytes of its two texts, and of their lengths.
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
    /// As many from the beginning as a list of a report may have, and as its share of a frame has room for.
    ///
    /// - Parameters:
    ///   - size: The bytes of an element.
    ///   - note: What takes the place of the others; is given these.
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
    /// The beginning of a text, of at most `most` bytes, none of which is NUL.
    fileprivate func bounded(_ most: Int) -> String {
        let mark = UInt8(ascii: "?")
        let text = utf8.contains(0) ? String(decoding: utf8.map { $0 == 0 ? mark : $0 }, as: UTF8.self) : self
        // What shows that something is missing has three bytes.
        return text.utf8.count > most ? text.excerpt(most - 3) : text
    }
}
