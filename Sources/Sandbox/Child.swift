package import LinuxSystem

/// A child that several hold, until the ``Reaper`` gets it.
package final class Child {
    package let process: ProcessHandle

    package init(_ process: consuming ProcessHandle) {
        self.process = process
    }
}
