import Testing

@testable import Line

/// A run by slots as it stands can be kept and run on more than once.
@Suite struct ForkTests {
    private let net: StationNet = {
        var chance = ChanceModel(seed: 77)
        return StationNet(chance.net())
    }()
    private let model: LineModel = {
        var chance = ChanceModel(seed: 77)
        return chance.net()
    }()

    private func begun() -> SlotRun {
        var run = SlotRun(net, seed: 4)
        run.run(until: Ticks(seconds: 500))
        return run
    }

    @Test func `a fork and what it was forked from give the same bits`() {
        var run = begun()
        var fork = run.fork()
        run.run(until: Ticks(seconds: 2_000))
        fork.run(until: Ticks(seconds: 2_000))
        let isSame = run.outcome(of: model) == fork.outcome(of: model)
        #expect(isSame)
    }

    @Test func `a restored run gives the same bits again`() {
        var run = begun()
        let saved = run.fork()
        run.run(until: Ticks(seconds: 2_000))
        let first = run.outcome(of: model)
        run.restore(from: saved)
        #expect(run.now == Ticks(seconds: 500).count)
        run.run(until: Ticks(seconds: 2_000))
        let isSame = run.outcome(of: model) == first
        #expect(isSame)
    }

    @Test func `futures of one state differ, and each is the same every time`() {
        let run = begun()
        let outcomes = [1, 2, 1].map { replication in
            var future = run.fork(into: UInt64(replication))
            future.run(until: Ticks(seconds: 2_000))
            return future.outcome(of: model)
        }
        let (isSame, isOther) = (outcomes[0] == outcomes[2], outcomes[0] != outcomes[1])
        #expect(isSame && isOther)
    }
}
