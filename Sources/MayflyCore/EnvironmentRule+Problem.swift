extension EnvironmentRule {
    /// Why no request may set a variable of this name; `nil` when a profile can allow it.
    package static func problem(withName name: String) -> String? {
        if !acceptsName(name) { return "'\(name.excerpt())' is not the name of a variable" }
        if isReserved(name) { return "'\(name)' is set by Mayfly itself" }
        if loadsCode(name) { return "'\(name)' can make a program run other code than the approved" }
        return nil
    }
}
