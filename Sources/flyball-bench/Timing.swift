import Glibc

/// Wall times of one piece of work, repeated.
struct Timing {
    /// Seconds, ascending.
    let seconds: [Double]

    /// Runs `work` `runs` times after one run that is not counted.
    init(runs: Int, _ work: () -> Void) {
        work()
        seconds = (0..<runs).map { _ in
            let start = Timing.now()
            work()
            return Timing.now() - start
        }.sorted()
    }

    init(seconds: [Double]) { self.seconds = seconds.sorted() }

    var median: Double { quantile(0.5) }

    /// The value below which the share `p` of the runs lies.
    func quantile(_ p: Double) -> Double {
        seconds[min(seconds.count - 1, Int(p * Double(seconds.count)))]
    }

    /// "median 12.3 (p5 11.9, p95 14.0)" in multiples of `unit` seconds.
    func text(unit: Double, digits: Int = 3) -> String {
        let parts = [median, quantile(0.05), quantile(0.95)].map { rounded($0 / unit, digits) }
        return "median \(parts[0]) (p5 \(parts[1]), p95 \(parts[2]))"
    }

    static func now() -> Double { read(CLOCK_MONOTONIC) }

    /// Seconds that this process has had a core: on a shared machine the fairer clock for work on
    /// one thread.
    static func cpu() -> Double { read(CLOCK_PROCESS_CPUTIME_ID) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
    }
}

/// A number with so many digits behind the point.
func rounded(_ value: Double, _ digits: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    return "\((value * scale).rounded() / scale)"
}
