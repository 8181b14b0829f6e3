internal import Glibc
internal import LinuxSystem

/// A signal to all members of a cgroup, by process id, none of which may reach anybody else.
///
/// A number may be given to another process between reading and signalling. So processes are opened first, and those whose
/// number is still a member's after that get the signal: what is open is no other by then.
package enum MemberSignal {
    /// So many are open at the same time.
    private static let portion = 512

    /// Sends it to all but one.
    ///
    /// - Parameter members: Reads who is a member now.
    package static func send(_ signal: CInt, butTo spared: Int32? = nil, to members: () -> [Int32]) {
        // 0 is a process that cannot be seen from here.
        let numbers = members().filter { $0 > 1 && $0 != spared }
        for start in stride(from: 0, to: numbers.count, by: portion) {
            let opened = numbers[start..<min(start + portion, numbers.count)].compactMap(open)
            let still = Set(members())
            for child in opened where still.contains(child.process.pid) {
                // One that has ended meanwhile needs none.
                _ = try? child.process.send(signal: signal)
            }
        }
    }

    private static func open(_ pid: Int32) -> Child? {
        do throws(SystemCallError) { return Child(try ProcessHandle.open(pid: pid)) } catch { return nil }
    }
}
