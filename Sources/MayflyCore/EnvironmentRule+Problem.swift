extension EnvironmentRule {
    /// Why no request may ever set a variable of this name; `nil` when one may.
    package static func problem(withName name: String) -> String? {
        if !acceptsName(name) { return "'\(name.excerpt())' is not the name of a variable" }
        if isReserved(name) { return "'\(name)' is set by Mayfly itself" }
        if loadsCode(name) { return "'\(name)' can make a program run other code than the approved" }
        return nil
    }
}
