import Determinism
import Guard
import GuardSide
import Loop
import Tags
import Testing

/// What a restarted guard makes of the setpoints that an earlier run read.
@Suite struct RestartTests {
    private let handle = TagName("TIC-1.SP")

    /// Plant seconds before the start, and what was read then [°C].
    private typealias Earlier = [(age: Double, celsius: Double)]

    /// One reading a minute over the last hour and a half, but for ages in `hole`.
    private func watched(
        _ celsius: (_ age: Double) -> Double = { _ in 80 }, but hole: Range<Double> = 0..<0
    ) -> Earlier {
        stride(from: 5400.0, through: 0, by: -60).filter { !hole.contains($0) }
            .map { ($0, celsius($0)) }
    }

    /// The preview of the first card after a restart, which comes after ten minutes.
    private func preview(
        after earlier: Earlier, staleAfter: String = "10 min",
        ramp: String = "per 5 min: 2 K, per 60 min: 8 K"
    ) throws -> Verdict {
        var loop = try KettleLoop {
            $0.replacing("per 5 min: 2 K, per 60 min: 8 K", with: ramp)
                .replacing(
                    "stale after: 10 min", with: "stale after: \(staleAfter)", maxReplacements: 1)
        }
        var desk = loop.desk()
        let readings = try earlier.map { age, celsius in
            ReadbackHistory.Reading(
                try #require(Finite(celsius + 273.15)), at: loop.now.earlier(by: age))
        }
        desk.recall(readings, of: handle, at: loop.now)
        return try loop.layFirstCard(on: &desk).preview
    }

    @Test func `a move that the watched hour allows is accepted at once`() throws {
        #expect(try preview(after: watched()).denial == nil)
    }

    @Test func `travel of the run before counts in the ramp windows`() throws {
        // 7 K half an hour before the restart; 8 K within an hour are allowed, a card wants 2 K.
        let denial = try preview(after: watched { $0 > 1800 ? 87 : 80 }).denial?.denial
        guard case .tooFast(let asked, let allowed, 3600) = denial else {
            Issue.record("\(String(describing: denial))")
            return
        }
        #expect(asked > allowed && abs(allowed - 8) < 1e-9)
    }

    @Test func `a ramp window longer than a shift can be watched, and counts`() throws {
        let shift = { (celsius: @escaping (Double) -> Double) in
            try preview(
                after: stride(from: 36_000.0, through: 0, by: -60).map { ($0, celsius($0)) },
                ramp: "per 5 min: 2 K, per 8 h: 8 K")
        }
        #expect(try shift { _ in 80 }.denial == nil)
        // Seven hours ago.
        guard case .tooFast(_, _, 28_800) = try shift({ $0 > 25_200 ? 87 : 80 }).denial?.denial
        else {
            Issue.record("travel of seven hours ago is forgotten")
            return
        }
    }

    @Test func `without a record, the hour must be watched anew`() throws {
        #expect(try preview(after: []).denial?.denial == .noReadback(window: 3600))
    }

    @Test func `a hole in the record longer than the tag may be stale is not watched`() throws {
        // Five minutes: the guard itself would allow ten.
        let record = watched(but: 1200..<1500)
        #expect(try preview(after: record).denial == nil)
        #expect(
            try preview(after: record, staleAfter: "3 min").denial?.denial
                == .noReadback(window: 3600))
    }

    @Test func `a restart that took longer than the tag may be stale begins anew`() throws {
        #expect(
            try preview(after: watched(but: 0..<660)).denial?.denial == .noReadback(window: 3600))
    }
}
