import Determinism
import Guard
import Tags

extension World {
    /// As `putAtLimit`, for what only a sealed twin has.
    mutating func putStandingAtLimit(_ chance: inout RandomStream) {
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
        switch chance.next() % 7 {
        case 0:
            rules.itself.selfTestAge = itself.selfTest.flatMap { wall.elapsed(since: $0.at) }.map(
                near)
        case 1:
            guard let left = ownership.leaseUntil?.elapsed(since: wall) else { return }
            rules.ownership.writeTimeout = near(left / 2)
        case 2:
            rules.softStart = SoftStart()
            cyclesSinceClimb = 2 + Int(chance.next() % 2)
            rules.handles[i].largestStep = near(abs(move.to - live) * 4)
        case 3:
            let shift = Shift(length: 3_600, offset: 1_800)
            guard let baseline = Oracle(self, binding: false).baseline(move.tag, shift) else {
                return
            }
            rules.handles[i].drift = .most(near(abs(move.to - baseline)), shift: shift)
        case 4:
            rules.model.gateAge = certificate.model.flatMap { now.elapsed(since: $0.judgedAt) }
                .map(near)
        default:
            guard isRecovery == false, let edges = Oracle(self, binding: false).edges else {
                return
            }
            if chance.happens(with: 0.5) {
                rules.hardLimits[0].low = near(edges.bottom)
            } else {
                rules.hardLimits[0].high = near(edges.top)
            }
        }
    }
}
