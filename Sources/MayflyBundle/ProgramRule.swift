package import MayflyCore

/// The rule for the entry of a bundle of runtime `binary`: a program of this machine, and no text.
///
/// A text would be started by whatever its own first line names. That need not be a runtime of the profile, it would not get that
/// runtime's flags, and no approval would pin it.
package enum ProgramRule {
    /// Why a runtime may not start a file with these bytes; `nil` when it may.
    package static func problem(starting bytes: [UInt8], by runtime: RuntimeName) -> String? {
        guard runtime == .binary, !ProgramForm(bytes).isNative else { return nil }
        let names = EntryPoint.names.filter { $0.runtime != .binary }.map(\.path).joined(separator: ", ")
        return "is to be started as a program, and is no program of this machine (ELF, x86-64); a script is started by "
            + "its runtime: call it \(names), or name its runtime in \(BundleFile.name)"
    }
}
