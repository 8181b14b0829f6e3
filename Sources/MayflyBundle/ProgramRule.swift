package import MayflyCore

/// The rule for what a bundle of runtime `binary` starts: a program of this machine, and no text.
///
/// A text would be started by whatever its own first line names: no runtime of the profile, with no flags of its, and
/// nothing that an approval pins.
package enum ProgramRule {
    /// Why a bundle may not start a file with these bytes by a runtime; `nil` when it may.
    package static func problem(starting bytes: [UInt8], by runtime: RuntimeName) -> String? {
        guard runtime == .binary, !ProgramForm(bytes).isNative else { return nil }
        let names = EntryPoint.names.filter { $0.runtime != .binary }.map(\.path).joined(separator: ", ")
        return "is to be started as a program, and is no program of this machine (ELF, x86-64); a script is started by "
            + "its runtime: call it \(names), or name its runtime in \(BundleFile.name)"
    }
}
