internal import Glibc
internal import LinuxSystem

/// Sends a signal to all members of a cgroup by process id, without ever reaching another process.
///
/// A process id may be reused between reading it and signalling. So the processes are opened first, and the members are read again:
/// an opened process whose id is still a member's is that member.
package enum MemberSignal {
    /// How many processes are open at the same time.
    private static let portion = 512

    /// Sends the signal to all members except one.
    ///
    /// - Parameter members: Reads the current members.
    package static func send(_ signal: CInt, butTo spared: Int32? = nil, to members: () -> [Int32]) {
        // 0 stands for a process of a pid namespace that cannot be seen from here.
        let numbers = members().filter { $0 > 1 && $0 != spared }
        for start in stride(from: 0, to: numbers.count, by: portion) {
            let opened = numbers[start..<min(start + portion, numbers.count)].compactMap(open)
            let still = Set(members())
            for child in opened where still.contains(child.process.pid) {
                // An error means that it has ended meanwhile.
                _ = try? child.process.send(signal: signal)
            }
        }
    }

    private static func open(_ pid: Int32) -> Child? {
        do throws(SystemCallError) { return Child(try ProcessHandle.open(pid: pid)) } catch { return nil }
    }
}
