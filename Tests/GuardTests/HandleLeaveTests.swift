import Determinism
import Tags
import Testing

@testable import Guard

/// What the guard tells the loop that it would let pass, against what it then lets pass.
@Suite struct HandleLeaveTests {
    private func leave(of world: World, in mode: Mode? = nil) throws -> HandleLeave {
        let leaves = GuardChain(rules: world.rules).leave(
            for: world.live, in: mode ?? world.mode, cyclesSinceClimb: world.cyclesSinceClimb,
            remembering: world.ledger, at: world.now)
        #expect(leaves.map(\.tag) == world.rules.handles.map(\.tag))
        return try #require(leaves.first { $0.tag == World.h1 })
    }

    private func world(_ change: (inout World) -> Void) -> World {
        var world = World.constant
        change(&world)
        return world
    }

    private static let shift = Shift(length: 28_800, offset: 0)

    @Test func `the largest step is that of the limits, and a share of it after a climb`() throws {
        let long = world { $0.cyclesSinceClimb = 1_000 }
        let largest = try #require(long.rules.handles.first { $0.tag == World.h1 }?.largestStep)
        #expect(try leave(of: long).largestStep == largest)
        let fresh = world { $0.cyclesSinceClimb = 0 }
        let soft = try #require(fresh.rules.softStart)
        #expect(try leave(of: fresh).largestStep == largest * soft.share)
        #expect(try leave(of: fresh, in: .advisory).largestStep == largest)
    }

    @Test func `a handle without a largest step has none left`() throws {
        let bare = world { $0.withH1 { $0.largestStep = nil } }
        #expect(try leave(of: bare).largestStep == nil)
    }

    @Test func `drift leaves a band about the baseline, and its edges pass`() throws {
        let open = world { $0.withH1 { $0.drift = .notLimited } }
        #expect(try leave(of: open).drift == nil && leave(of: open).heldBecause == nil)
        for most in [20, 20.1, 1e-3, 0] {
            let bound = world { $0.withH1 { $0.drift = .most(most, shift: Self.shift) } }
            let band = try #require(try leave(of: bound).drift)
            let middle = (band.low + band.high) / 2
            #expect(middle - band.low <= most && band.high - middle <= most)
            #expect(band.high - band.low >= 2 * most - 1e-9)
        }
    }

    @Test func `a target on the edge of the told drift is no further than the guard allows`() throws
    {
        var chance = RandomStream(seed: 7, purpose: "drift")
        var rounded = 0
        for _ in 0..<2_000 {
            let baseline = chance.uniform(1_000, 1_300)
            let most = chance.uniform(0, 40)
            guard let known = Finite(baseline) else { continue }
            let bound = world {
                $0.withH1 { $0.drift = .most(most, shift: Self.shift) }
                $0.ledger.noteOperator(
                    left: World.h1, at: known, since: $0.now.later(by: -60))
            }
            let band = try #require(try leave(of: bound).drift)
            for edge in [band.low, band.high] { #expect(abs(edge - baseline) <= most) }
            // And less than that by a bit at most.
            #expect(abs(band.low.nextDown.nextDown - baseline) > most)
            #expect(abs(band.high.nextUp.nextUp - baseline) > most)
            rounded += abs(baseline + most - baseline) > most ? 1 : 0
        }
        #expect(rounded > 100, "sums that round outwards were among them")
    }

    @Test func `a soft start of no cycles cuts nothing`() throws {
        var fresh = world { $0.cyclesSinceClimb = 0 }
        fresh.rules.softStart?.cycles = 0
        let largest = try #require(fresh.rules.handle(World.h1)?.largestStep)
        let setpoint = try #require(fresh.live.handle(World.h1)?.setpoint)
        let move = ProposedMove(tag: World.h1, from: setpoint, to: setpoint + largest)
        #expect(GuardChain(rules: fresh.rules).isSoft([move], at: fresh.live))
        #expect(try leave(of: fresh).largestStep == largest)
    }

    @Test func `what is not known or not declared leaves nothing, and says why`() throws {
        let undeclared = world { $0.withH1 { $0.drift = nil } }
        #expect(try leave(of: undeclared).heldBecause == "how far it may drift is not declared")
        let unknown = "where the operator left it in this shift is not known"
        for most in [-1, Double.nan] {
            let wrong = world { $0.withH1 { $0.drift = .most(most, shift: Self.shift) } }
            #expect(try leave(of: wrong).heldBecause == unknown)
        }
        let unread = world {
            $0.withH1 { $0.drift = .most(20, shift: Self.shift) }
            $0.ledger = GuardLedger()
        }
        #expect(try leave(of: unread).heldBecause == unknown)
    }

    @Test func `a card is soft if each of its steps is`() {
        let plant = world { $0.cyclesSinceClimb = 0 }
        let chain = GuardChain(rules: plant.rules)
        guard let soft = plant.rules.softStart,
            let largest = plant.rules.handle(World.h1)?.largestStep,
            let setpoint = plant.live.handle(World.h1)?.setpoint
        else { return #expect(Bool(false), "the plant of the self-test starts softly") }
        func move(by step: Double) -> [ProposedMove] {
            [ProposedMove(tag: World.h1, from: setpoint, to: setpoint + step)]
        }
        #expect(chain.isSoft(move(by: largest * soft.share), at: plant.live))
        #expect(!chain.isSoft(move(by: largest * soft.share * 1.01), at: plant.live))
        #expect(chain.isSoft([], at: plant.live))
        let nowhere = LivePlant(
            readAt: plant.now, handles: [], interlocks: [], plantMode: .normal)
        #expect(!chain.isSoft(move(by: 0), at: nowhere))
        var hard = plant.rules
        hard.softStart = nil
        #expect(GuardChain(rules: hard).isSoft(move(by: largest), at: plant.live))
    }
}
