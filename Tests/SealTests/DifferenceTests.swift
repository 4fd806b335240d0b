import Connect
import ConnectModbus
import Guard
import GuardSide
import Quantities
import Tags
import Testing

@testable import Seal

/// What two people are shown before they sign: every change, in the plant's words and units.
@Suite struct DifferenceTests {
    private func check(_ texts: [String], _ change: (inout SealedTwin) -> Void) {
        var twin = SmallSeal.kiln
        change(&twin)
        #expect(SmallSeal.kiln.differences(to: twin).map(\.text) == texts)
    }

    @Test func `twins that say the same differ in nothing`() {
        check([]) { _ in }
        check([]) { $0.sources.twinHash = "a comment was added" }
    }

    @Test func `limits are levels in the tag's unit`() {
        check(["TIC-1.SP: envelope: high: 1260 degC → 1290 degC"]) {
            $0.rules.handles[0].envelope = Band(1423.15, 1563.15)
        }
        check(["TIC-1.SP: engineering: low: 900 degC → 850.5 degC"]) {
            $0.rules.handles[0].engineering = Band(1123.65, 1573.15)
        }
        check([
            "TIC-1.SP: envelope: low: 1150 degC → not there",
            "TIC-1.SP: envelope: high: 1260 degC → not there",
        ]) {
            $0.rules.handles[0].envelope = nil
        }
    }

    @Test func `steps and ramps are differences`() {
        check(["TIC-1.SP: largest step: 3 K → 30 K"]) { $0.rules.handles[0].largestStep = 30 }
        check(["TIC-1.SP: ramps: per 10 min: reach: 20 K → 25 K"]) {
            $0.rules.handles[0].ramps[1] = RampLimit(window: 600, reach: 25)
        }
        check([
            "TIC-1.SP: ramps: per 1 h: window: not there → 1 h",
            "TIC-1.SP: ramps: per 1 h: reach: not there → 60 K",
        ]) { $0.rules.handles[0].ramps.append(RampLimit(window: 3600, reach: 60)) }
    }

    @Test func `times, modes, prices and recovery read as the file says them`() {
        check(["TIC-1.SP: least apart: 2 min → 90 s"]) { $0.rules.handles[0].leastApart = 90 }
        check(["modes: allowed: shadow, advisory, supervisory → shadow, advisory"]) {
            $0.modes.allowed.removeLast()
        }
        check(["objective: worth acting above: 8 EUR/h → 4 EUR/h"]) {
            $0.objective.worthActingAbove = 4.0 / 3600
        }
        check(["objective: moves: TIC-1.SP: travel price: 0.4 EUR per K → 0.1 EUR per K"]) {
            $0.objective.travel[0].travelPrice = 0.1
        }
        check([
            "TIC-1.SP: recovery: ramp to safe → keep",
            "TIC-1.SP: recovery: ramp to safe: value: 1160 degC → not there",
            "TIC-1.SP: recovery: ramp to safe: rate: 3 K/min → not there",
        ]) { $0.rules.handles[0].recovery = .keep }
        check(["holds: exit_mean: soft price: 40 EUR per h and K → 4 EUR per h and K"]) {
            $0.holds[0].softPrice = 4.0 / 3600
        }
        check(["modes: watchdog: 30 s → 1 min"]) { $0.modes.watchdog = 60 }
        check(["wall clock: lease: 15 s → 20 s"]) { $0.wall.lease = 20 }
    }

    @Test func `where a value is written and when nothing is moved are shown`() {
        check(["connections: plc: writing: TIC-1.SP: number: 101 → 103"]) {
            $0.connections[0].writing[0] = ModbusPoint(
                tag: TagName("TIC-1.SP"), area: .holding, number: 103, encoding: .float32)
        }
        check(["connections: plc: host: 10.0.0.1 → 10.0.0.2"]) {
            $0.connections[0].host = "10.0.0.2"
        }
        check([
            "interlocks: kiln stands still: when: STOPPED or TI-5.PV < 500 degC → STOPPED"
        ]) { $0.interlocks[0].when = "STOPPED" }
        check(
            [
                "TIC-1.SP: high: fixed → tag",
                "TIC-1.SP: high: tag: not there → TIC-1.HI",
                "TIC-1.SP: high: fixed: 1260 degC → not there",
            ]
        ) {
            let old = $0.handles[0].binding
            $0.handles[0].binding = HandleBinding(
                tag: old.tag, low: old.low, high: .tag(TagName("TIC-1.HI")), mode: old.mode,
                remoteWhen: old.remoteWhen)
        }
        check(["simulator: no → yes"]) { $0.isSimulator = true }
        check(["model: text (SHA-256): 11 → 22"]) { $0.sources.modelHash = "22" }
    }

    @Test func `a bound of a sum reads in its tags' unit`() {
        check(["joint limits: roof: low: not there → 900 degC"]) {
            $0.rules.jointLimits[0] = JointLimit(
                name: "roof", terms: $0.rules.jointLimits[0].terms, low: 1173.15, high: 1500)
        }
    }

    @Test func `a change too small to see when rounded is shown in full`() {
        check(["TIC-1.SP: envelope: high: 1533.15 (SI) → 1533.1500000001 (SI)"]) {
            $0.rules.handles[0].envelope = Band(1423.15, 1533.1500000001)
        }
    }

    @Test func `another order of a list is a difference`() {
        check(["plant modes: order: start-up, trip → trip, start-up"]) {
            $0.plantModes.append(SealedPlantMode(mode: .trip, when: "STOPPED"))
        } since: {
            $0.plantModes = [SealedPlantMode(mode: .trip, when: "STOPPED")] + $0.plantModes
        }
    }

    private func check(
        _ texts: [String], _ before: (inout SealedTwin) -> Void,
        since after: (inout SealedTwin) -> Void
    ) {
        var (old, new) = (SmallSeal.kiln, SmallSeal.kiln)
        before(&old)
        after(&new)
        #expect(old.differences(to: new).map(\.text) == texts)
    }

    /// Each field of each rule, also of rules that this test does not know.
    @Test func `every statement stands at a place of its own`() {
        let statements = SmallSeal.kiln.statements()
        let places = statements.map(\.what)
        #expect(Set(places).count == places.count)
        #expect(statements.count > 100, "\(statements.count)")
    }
}
