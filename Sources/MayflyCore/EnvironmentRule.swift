/// Which environment variables may ever reach a script.
package enum EnvironmentRule {
    /// Whether `name` is the name of a variable: a letter or `_`, then letters, digits and `_`, at most 64 bytes.
    package static func acceptsName(_ name: String) -> Bool {
        guard let first = name.utf8.first, name.utf8.count <= 64, isLetter(first) else { return false }
        return name.utf8.allSatisfy { isLetter($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether `name` would make a loader, a shell or an interpreter run other code.
    ///
    /// No profile can allow such variables.
    package static func loadsCode(_ name: String) -> Bool {
        codeLoadingNames.contains(name) || codeLoadingPrefixes.contains { name.hasPrefix($0) }
    }

    /// Whether Mayfly sets `name` itself, so that no request may set it.
    package static func isReserved(_ name: String) -> Bool {
        name.hasPrefix("MAYFLY_") || ["PATH", "HOME", "TMPDIR", "PWD", "USER", "LOGNAME", "SHELL"].contains(name)
    }

    private static let codeLoadingPrefixes = [
        "LD_", "PYTHON", "PERL", "RUBY", "NODE_", "BASH_", "GCONV_", "GLIBC_", "MALLOC_", "JAVA_", "GIT_", "NPM_",
    ]
    private static let codeLoadingNames: Set<String> = [
        "ENV", "IFS", "PS4", "PROMPT_COMMAND", "SHELLOPTS", "BASHOPTS", "CDPATH", "LOCPATH", "NLSPATH", "CLASSPATH",
        "JDK_JAVA_OPTIONS",
        "GOROOT", "GOPATH", "LUA_PATH", "LUA_CPATH", "TCLLIBPATH", "AWKPATH", "AWKLIBPATH", "HOSTALIASES",
        "LOCALDOMAIN",
        "RES_OPTIONS", "OPENSSL_CONF", "OPENSSL_MODULES", "OPENSSL_ENGINES", "SSLKEYLOGFILE",
    ]

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            || byte == UInt8(ascii: "_")
    }
}
