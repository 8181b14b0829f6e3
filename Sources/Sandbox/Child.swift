package import LinuxSystem

/// A shared handle of a child, until the ``Reaper`` takes it over.
package final class Child {
    package let process: ProcessHandle

    package init(_ process: consuming ProcessHandle) {
        self.process = process
    }
}
