import MayflyTestSupport
import Testing

/// A call of the C library that does nothing, and says that it succeeded: a step that is left out, though a cell's plan has it.
///
/// A shared object stands in for the function. Only the warden that `swift build` has made can be given one: the one that is
/// installed is static.
struct TestOmission: Sendable, CustomTestStringConvertible {
    /// What is not in force then.
    let testDescription: String
    /// How the evidence of a verdict for it begins.
    let evidence: String
    private let function: String
    private let condition: String

    /// - Parameters:
    ///   - function: What stands in for another one of that name.
    ///   - condition: Where it does nothing: an expression of C, by its first arguments `a` and `b` and by who calls.
    init(_ text: String, _ function: String, where condition: String, _ evidence: String) {
        self.testDescription = text
        self.evidence = evidence
        self.function = function
        self.condition = condition
    }

    /// What becomes a warden that leaves it out, in the place of the one that is named to it.
    func launcher() throws -> [String] {
        let object = try StandIn.compile(source, as: .sharedObject)
        return [
            "/usr/bin/env", "LD_PRELOAD=\(object)", "/bin/sh", "-c", #"shift; exec "$0" "$@""#,
            Binaries.built("mayfly-warden"),
        ]
    }

    /// Integers and pointers are passed alike, and what is passed to functions of any number of them, too.
    private var source: String {
        """
        typedef long word;
        static pid_t warden;
        __attribute__((constructor)) static void prepare(void) {
            warden = getpid();
            // Where root has no groups, there is nothing that could be kept.
            setgroups(1, &(gid_t){0});
        }
        static int is_warden(void) { return getpid() == warden; }
        static int is_keeper(void) { return getpid() == 1; }
        static int is_script(void) { return getppid() == 1; }
        word stand_in(word a, word b, word c, word d, word e, word f, word g) __asm__("\(function)");
        word stand_in(word a, word b, word c, word d, word e, word f, word g) {
            static word (*real)(word, word, word, word, word, word, word);
            if (!real) real = dlsym(RTLD_NEXT, "\(function)");
            return (\(condition)) ? 0 : real(a, b, c, d, e, f, g);
        }
        """
    }
}
