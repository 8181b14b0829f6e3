internal import ArgumentParser

/// One of the two streams that a script writes.
package enum StreamName: String, CaseIterable, ExpressibleByArgument, Sendable {
    case stdout
    case stderr
}
