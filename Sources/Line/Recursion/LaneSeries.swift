/// `SeriesTicks` of eight replications; none where no series is wanted.
struct LaneSeries {
    private var lanes: [SeriesTicks] = []

    init(interval: Double?, end: Int64) {
        guard let interval else { return }
        lanes = [SeriesTicks](repeating: SeriesTicks(interval: interval, end: end), count: 8)
    }

    var isWanted: Bool { !lanes.isEmpty }

    mutating func come(at times: SIMD8<Double>) {
        for lane in 0..<8 { lanes[lane].come(at: Int64(times[lane])) }
    }

    /// - Parameter finished: 0 where the part is scrapped.
    mutating func go(at times: SIMD8<Double>, finished: SIMD8<Double>) {
        for lane in 0..<8 {
            lanes[lane].go(at: Int64(times[lane]), isFinished: finished[lane] > 0)
        }
    }

    func intervals(lane: Int) -> [LineOutcome.Interval] {
        lanes.isEmpty ? [] : lanes[lane].intervals
    }
}
