internal import MayflyJSON

/// The result of a trial submission, in words.
enum TrialText {
    /// Whether the script would run, as what and within which limits, and the rule that prevents it.
    ///
    /// - Parameter trial: The daemon's answer.
    static func lines(of trial: JSON) -> [String] {
        var fields = FieldList()
        fields.add("would run", trial["admitted"]?.bool == true ? "yes" : "no")
        fields.add("script", trial["script"]?["name"]?.text)
        fields.add("digest", trial["script"]?["digest"]?.text)
        fields.add("runtime", trial["runtime"]?.text)
        fields.add("profile", trial["profile"]?.text)
        let limits = trial["limits"]?.members ?? []
        fields.add("limits", limits.map { "\($0.name) \($0.value.text ?? "")" }.joined(separator: "  "))
        for name in ["memory", "cpus"] { fields.add(name, budget(trial["budget"]?[name])) }
        let fits = trial["budget"]?["fits_now"]?.bool
        fields.add("starts", fits.map { $0 ? "when it is its turn" : "when memory and processors are free" })
        for name in ["rule", "detail", "hint"] { fields.add(name, trial[name]?.text) }
        return fields.lines
    }

    /// The amount needed, the amount in use and the total.
    private static func budget(_ standing: JSON?) -> String? {
        guard let needed = standing?["needed"]?.text, let taken = standing?["taken"]?.text else { return nil }
        return "\(needed) needed, \(taken) taken" + (standing?["total"]?.text.map { " of \($0)" } ?? "")
    }
}
