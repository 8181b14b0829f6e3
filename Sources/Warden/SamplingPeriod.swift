/// How often the warden reads those counters of a running cell that the kernel does not announce.
enum SamplingPeriod {
    static let duration: Duration = .milliseconds(50)
}
