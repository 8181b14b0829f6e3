internal import MayflyAPI
internal import MayflyClient
internal import MayflyJSON
internal import MayflyRun

/// The findings of `doctor`.
struct Diagnosis {
    let readiness: JSON
    /// The report that only operators get; `null` when there is none.
    let report: JSON
    /// Why there is no report.
    let refusal: Problem?

    /// Whether the caller may only learn how ready the daemon is.
    private var isPartial: Bool { refusal?.status == 403 }
    private var isReady: Bool { readiness["ready"]?.bool == true }
    private var canary: JSON { report["canary"] ?? .null }
    private var destruction: JSON { canary["destruction"] ?? .null }
    private var verdict: String { canary["verdict"]?.text ?? "none" }
    private var checks: [JSON] { readiness["checks"]?.elements ?? [] }
    private var leftovers: [String] { destruction["leftovers"]?.elements.compactMap(\.text) ?? [] }
    private var checked: [String] { destruction["checked"]?.elements.compactMap(\.text) ?? [] }
    private var advice: [String] { report["advice"]?.elements.compactMap(\.text) ?? [] }
    private var facts: [JSON] { report["facts"]?.elements ?? [] }
    private var standings: [FactStanding] { facts.map { FactStanding(of: $0["value"]?.text ?? "") } }

    /// Whether sessions can run: no check failed.
    var isHealthy: Bool {
        if isPartial { return isReady }
        return isReady && verdict == "ok" && leftovers.isEmpty && !checked.isEmpty && !standings.contains(.failed)
    }

    /// Whether sessions can run and nothing is left to do.
    private var isComplete: Bool { isHealthy && advice.isEmpty && !standings.contains(.missing) }

    /// The report for people.
    func lines(_ style: Style) -> [String] {
        let daemon = section("daemon", checks.map { check($0, style) }, style)
        if isPartial { return daemon + section("for operators only", Self.hidden, style) + [conclusion(style)] }
        return section("host", facts.map { fact($0, style) }, style)
            + daemon
            + section("canary cell", canaryLines(style), style)
            + section("controls, as the kernel reported them", controls, style)
            + section("destruction", destructionLines(style), style)
            + section("what to do", advice.map(Escape.line), style)
            + [conclusion(style)]
    }

    /// What the report hides from callers who are not operators.
    private static let hidden = [
        "the host, a canary cell and the controls that it had, and what to do:",
        "ask an operator to run: mayfly doctor",
    ]

    private func conclusion(_ style: Style) -> String {
        guard isHealthy else { return style.red("sessions cannot run as they should: see the lines marked FAILED") }
        if isPartial { return style.green("the daemon is ready to run sessions") }
        if isComplete { return style.green("everything works") }
        return style.yellow("sessions run, but not all is well: see what is marked missing, and what to do")
    }

    private func section(_ title: String, _ lines: [String], _ style: Style) -> [String] {
        lines.isEmpty ? [] : [style.bold(title)] + lines.map { "  " + $0 } + [""]
    }

    private func fact(_ fact: JSON, _ style: Style) -> String {
        let value = Escape.line(fact["value"]?.text ?? "")
        let text = "\(Escape.line(fact["name"]?.text ?? "")): \(value)"
        return switch FactStanding(of: value) {
        case .good: "\(style.green("ok"))       \(text)"
        case .missing: "\(style.yellow("missing"))  \(text)"
        case .failed: "\(style.red("FAILED"))   \(text)"
        }
    }

    private func check(_ check: JSON, _ style: Style) -> String {
        let text = check["detail"]?.text ?? ""
        let detail = text.isEmpty ? "" : ": \(Escape.line(text))"
        let mark = check["ok"]?.bool == true ? style.green("ok") + "      " : style.red("FAILED") + "  "
        return "\(mark) \(Escape.line(check["name"]?.text ?? ""))\(detail)"
    }

    private func canaryLines(_ style: Style) -> [String] {
        guard canary != .null else {
            let why = refusal.map { ": \(Escape.line("\($0.code): \($0.detail)"))" } ?? ""
            return [style.red("FAILED") + "   no canary cell was built\(why)"]
        }
        let detail = canary["verdict_detail"]
        let why = ["stage", "errno", "evidence"].compactMap { detail?[$0]?.text }.joined(separator: ": ")
        let mark = verdict == "ok" ? style.green("ok") + "      " : style.red("FAILED") + "  "
        let times = (canary["times"]?.members ?? []).filter { $0.value != .null }.map { member in
            "\(Escape.line(member.name.replacing("_ms", with: ""))) \(Amount.duration(milliseconds: member.value.double))"
        }
        return ["\(mark) verdict \(Escape.line(verdict))\(why.isEmpty ? "" : ": \(Escape.line(why))")"]
            + (times.isEmpty ? [] : ["         " + times.joined(separator: "  ")])
    }

    private var controls: [String] {
        (canary["controls"]?.elements ?? []).map {
            Escape.line("\($0["name"]?.text ?? "") = \($0["value"]?.text ?? "")")
        }
    }

    private func destructionLines(_ style: Style) -> [String] {
        let good = checked.map { style.green("ok") + "       " + Escape.line($0) }
        let bad = leftovers.map { style.red("FAILED") + "   left: " + Escape.line($0) }
        return good + bad + (good.isEmpty && bad.isEmpty ? [style.red("FAILED") + "   nothing was checked"] : [])
    }
}
