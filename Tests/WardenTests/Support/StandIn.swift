import Foundation
import MayflyCore
import MayflyTestSupport
import WardenProtocol

/// Programs in the place of `mayfly-verify`: they do what a verifier that was taken over might do.
///
/// Static programs in C, compiled once for each text.
enum StandIn {
    /// Says yes to everything; the approver's name is the time of the answer, so that two answers are never the same.
    ///
    /// - Parameter milliseconds: How long it computes before, where the evidence says `slow`.
    static func agreeing(after milliseconds: Int = 0) throws -> String {
        try compile(
            #"""
            static void put(unsigned char **at, unsigned long value, int count) {
                for (int i = 0; i < count; i++) *(*at)++ = value >> 8 * i;
            }
            static unsigned long now(void) {
                struct timespec time;
                clock_gettime(CLOCK_MONOTONIC, &time);
                return time.tv_sec * 1000000000UL + time.tv_nsec;
            }
            int main(void) {
                unsigned long start = now();
                static unsigned char question[1 << 20];
                long size = read(0, question, sizeof question);
                while (size > 0 && memmem(question, size, "slow", 4) && now() - start < \#(milliseconds) * 1000000UL) {}
                unsigned char answer[64], *at = answer;
                put(&at, 1, 1);
                put(&at, 7, 4); memcpy(at, "approve", 7); at += 7;
                put(&at, 1, 4); put(&at, 16, 4);
                for (int i = 15; i >= 0; i--) *at++ = "0123456789abcdef"[start >> 4 * i & 15];
                put(&at, 1UL << 40, 8); put(&at, 0, 1); put(&at, 0, 1);
                return write(1, answer, at - answer) == at - answer ? 0 : 1;
            }
            """#
        )
    }

    /// Writes exactly these bytes.
    static func saying(_ bytes: [UInt8], exit code: Int32 = 0) throws -> String {
        let list = bytes.map { "\($0)" }.joined(separator: ", ")
        return try compile(
            """
            static const unsigned char answer[] = { \(list.isEmpty ? "0" : list) };
            int main(void) {
                long size = \(bytes.count), done = 0;
                while (done < size) {
                    long count = write(1, answer + done, size - done);
                    if (count <= 0) return 70;
                    done += count;
                }
                return \(code);
            }
            """
        )
    }

    /// Answers as ``saying(_:exit:)`` does with an answer's frame.
    static func answering(_ answer: VerifyAnswer) throws -> String { try saying(answer.frame) }

    /// Runs these statements, and agrees if it comes to its end.
    static func doing(_ statements: String) throws -> String {
        let permit = Permit(decision: .approve, approvers: ["nobody"], holdsUntil: 1 << 40, closure: nil, start: nil)
        let list = VerifyAnswer.permitted(permit).frame.map { "\($0)" }.joined(separator: ", ")
        return try compile(
            """
            static const unsigned char answer[] = { \(list) };
            int main(void) {
                \(statements)
                return write(1, answer, sizeof answer) == sizeof answer ? 0 : 1;
            }
            """
        )
    }

    /// Tries these calls, and refuses by a rule `attempts` with a list of `name=0`, or `name=` and the error's number.
    static func trying(_ attempts: [(name: String, expression: String)]) throws -> String {
        let lines = attempts.map { "attempt(\"\($0.name)\", (long)(\($0.expression)));" }.joined(separator: "\n    ")
        return try compile(
            """
            static char text[1000];
            static unsigned length;
            static void attempt(const char *name, long result) {
                length += sprintf(text + length, "%s=%d ", name, result < 0 ? errno : 0);
                errno = 0;
            }
            static void put(unsigned value) { write(1, &value, 4); }
            int main(void) {
                \(lines)
                unsigned char refused = 2;
                write(1, &refused, 1);
                put(8); write(1, "attempts", 8);
                put(length); write(1, text, length);
                return 0;
            }
            """
        )
    }

    /// What a text is compiled to.
    enum Form: String {
        case staticProgram
        case program
        /// For `LD_PRELOAD`.
        case sharedObject

        fileprivate var options: [String] {
            switch self {
            case .staticProgram: ["-static"]
            case .program: []
            case .sharedObject: ["-shared", "-fPIC"]
            }
        }
    }

    /// Compiles a text behind the usual headers.
    ///
    /// - Returns: The file's path. Equal texts give one file of each form.
    static func compile(_ text: String, as form: Form = .staticProgram) throws -> String {
        let name = "mayfly-stand-in-\(TestLaunch.digest(of: [form.rawValue: text]).hexadecimal.prefix(16))"
        let path = FileManager.default.temporaryDirectory.appending(path: name).path()
        if FileManager.default.fileExists(atPath: path) { return path }
        let source = "\(path).\(UUID().uuidString)"
        guard FileManager.default.createFile(atPath: "\(source).c", contents: Data((headers + text).utf8)) else {
            throw TestWarden.Failure(description: "\(source).c cannot be written: \(errno)")
        }
        _ = try TestProgram.run("/usr/bin/gcc", form.options + ["-O1", "-w", "-o", source, "\(source).c"])
        // Whole at once: another test may want the same one.
        guard rename(source, path) == 0 else { throw TestWarden.Failure(description: "rename: \(errno)") }
        unlink("\(source).c")
        return path
    }

    private static let headers = """
        #define _GNU_SOURCE
        #include <dlfcn.h>
        #include <errno.h>
        #include <fcntl.h>
        #include <grp.h>
        #include <sched.h>
        #include <signal.h>
        #include <stdio.h>
        #include <stdlib.h>
        #include <string.h>
        #include <sys/mman.h>
        #include <sys/mount.h>
        #include <sys/prctl.h>
        #include <sys/ptrace.h>
        #include <sys/resource.h>
        #include <sys/socket.h>
        #include <sys/stat.h>
        #include <sys/syscall.h>
        #include <time.h>
        #include <unistd.h>

        """
}
