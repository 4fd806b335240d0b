// The longest queue before a station: part k finds q others waiting that wait on if part k − q has
// not entered yet when part k comes. All lanes are asked at once, with the least of their q: longer
// queues than ever before are rare.
extension FlowRecursion {
    /// Looks whether the queue before a station is longer than ever when a part comes to it.
    @inline(__always) mutating func look(
        at station: Int, part: Int, came: SIMD8<Double>, entered: SIMD8<Double>
    ) {
        let lag = watch[station]
        let deep = plan.deep[station]
        if deep >= 0 {
            queued[deep &* depth &+ (part & (depth &- 1))] = entered
            let then = queued[deep &* depth &+ ((part &- lag) & (depth &- 1))]
            if any(then .> came + shut) { lengthen(at: station, part: part, came: came + shut) }
        } else if lag != FlowRecursion.never {
            let then = times[((part &- lag) & (plan.ring &- 1)) &* stations &+ station]
            if any(then .> came) { lengthen(at: station, part: part, came: came) }
        }
    }

    /// Notes how long the queue is in each lane, where it is longer than before.
    @inline(never) private mutating func lengthen(
        at station: Int, part: Int, came: SIMD8<Double>
    ) {
        let deep = plan.deep[station]
        let most = deep >= 0 ? depth - 1 : plan.places[station]
        var now = longest[station]
        for lane in 0..<8 {
            var count = Int(now[lane])
            while count < most {
                let then =
                    deep >= 0
                    ? queued[deep * depth + ((part - count) & (depth - 1))]
                    : times[((part - count) & (plan.ring - 1)) * stations + station]
                guard then[lane] > came[lane] else { break }
                count += 1
            }
            now[lane] = Double(count)
        }
        longest[station] = now
        watchAnew(station)
    }

    func watchAnew(_ station: Int) {
        let least = Int(longest[station].min())
        watch[station] = least == plan.places[station] ? FlowRecursion.never : least
    }

    /// Makes the rings of queues without limit long enough for another block.
    mutating func makeRoom() {
        guard plan.deepCount > 0 else { return }
        var most = 0.0
        for station in 0..<stations where plan.deep[station] >= 0 {
            most = max(most, longest[station].max())
        }
        guard Int(most) + 2 * FlowRecursion.block >= depth else { return }
        let larger = 2 * depth
        let moved = LaneField(repeating: SIMD8(), count: plan.deepCount * larger)
        for queue in 0..<plan.deepCount {
            for part in max(0, parts - depth)..<parts {
                moved[queue * larger + (part & (larger - 1))] =
                    queued[queue * depth + (part & (depth - 1))]
            }
        }
        queued = moved
        depth = larger
    }
}
