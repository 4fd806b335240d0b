import Determinism
import Guard
import Tags

extension World {
    /// Puts one limit at the value it judges, or one unit in the last place beside it.
    mutating func putAtLimit(_ chance: inout RandomStream) {
        func near(_ x: Double) -> Double {
            switch chance.next() % 3 {
            case 0: x
            case 1: x.nextUp
            default: x.nextDown
            }
        }
        guard let move = moves.first,
            let i = rules.handles.firstIndex(where: { $0.tag == move.tag }),
            let live = live.handles[i].setpoint
        else { return }
        let step = abs(move.to - live)
        let history = ledger.readbacks[move.tag]?.readings.map(\.value) ?? []
        switch chance.next() % 21 {
        case 0:
            rules.handles[i].engineering = rules.handles[i].engineering.map {
                Band(near(move.to), $0.high)
            }
        case 1:
            rules.handles[i].engineering = rules.handles[i].engineering.map {
                Band($0.low, near(move.to))
            }
        case 2: self.live.handles[i].operatorLow = near(move.to)
        case 3: self.live.handles[i].operatorHigh = near(move.to)
        case 4: rules.handles[i].largestStep = near(step)
        case 5: rules.handles[i].smallestMove = near(step)
        case 6:
            let all = history + [live, move.to]
            let travel = (all.max() ?? 0) - (all.min() ?? 0)
            rules.handles[i].ramps[2] = RampLimit(window: 3600, reach: near(travel))
        case 7:
            let recent = rules.handles[i].ramps[0].window
            rules.handles[i].ramps[0] = RampLimit(window: recent, reach: near(step))
        case 8:
            let sum = near(sum(of: rules.jointLimits[0]))
            if chance.happens(with: 0.5) {
                rules.jointLimits[0].low = sum
            } else {
                rules.jointLimits[0].high = sum
            }
        case 9, 10:
            let t = certificate.trajectories[0]
            let bottoms = zip(t.means, t.deviations).map { $0 - 1.28 * $1 }
            rules.hardLimits[0].low = bottoms.min().map(near)
        case 11, 12:
            let t = certificate.trajectories[0]
            let tops = zip(t.means, t.deviations).map { $0 + 1.28 * $1 }
            rules.hardLimits[0].high = tops.max().map(near)
        case 13: rules.certificate.gap = near(recomputedGap)
        case 14: rules.certificate.residual = near(certificate.residual)
        case 15: rules.worth.leastGain = near(certificate.gain)
        case 16:
            certificate.gainDeviation = near(certificate.gain / 1.3)
        case 17: rules.snapshotAge = now.elapsed(since: snapshotAt).map(near)
        case 18:
            let input = inputs[0]
            guard let value = samples.first(where: { $0.tag == input.tag })?.value?.value,
                let k = rules.inputs.firstIndex(where: { $0.tag == input.tag })
            else { return }
            rules.inputs[k].deadband = near(abs(value - input.value))
        case 19: putStandInAtLimit(chance.happens(with: 0.5), near: near)
        default:
            guard let band = rules.handles[i].engineering else { return }
            let expected = live + 0.002 * (band.high - band.low)
            ledger.expected[move.tag] = expected
            rules.handles[i].resolution = near(abs(live - expected))
        }
    }

    /// The same for the first input that stands in: its age limit, or else its deadband.
    private mutating func putStandInAtLimit(_ ofAge: Bool, near: (Double) -> Double) {
        guard let standIn = certificate.standIns.first,
            !samples.contains(where: { $0.tag == standIn.tag && $0.value != nil }),
            let own = ledger.lastGood[standIn.tag],
            let k = rules.inputs.firstIndex(where: { $0.tag == standIn.tag })
        else { return }
        if ofAge {
            rules.inputs[k].ageLimit = now.elapsed(since: min(own.at, standIn.at)).map(near)
        } else {
            rules.inputs[k].deadband = near(abs(own.value - standIn.value))
        }
    }
}
