/// How often running cells are looked at for what the kernel does not announce.
enum SamplingPeriod {
    static let milliseconds: Int64 = 50
}
