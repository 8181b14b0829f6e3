internal import ArgumentParser

/// One of the two output streams of a script.
package enum StreamName: String, CaseIterable, ExpressibleByArgument, Sendable {
    case stdout
    case stderr
}
