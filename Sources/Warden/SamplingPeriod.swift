/// How often a running cell is looked at for what the kernel does not announce.
enum SamplingPeriod {
    static let duration: Duration = .milliseconds(50)
}
