/// What a plan leaves behind for the next one. What was read of the setpoints is not part of it: no
/// later plan asks for that.
package struct FormerPlan: Hashable, Codable, Sendable {
    let situation: PlanningSituation
    let layout: PlanLayout
    let setpoints: [[Double]]
    let prediction: PlanPrediction
    /// Nil if the plan had to break hard bounds.
    let multipliers: Multipliers?
}

extension Plan {
    /// The former plan's setpoints, read off `seconds` later.
    static func shifted(_ former: FormerPlan, by seconds: Double, _ grid: HorizonGrid) -> [[Double]]
    {
        grid.blockStarts.map { former.setpoints[grid.block(at: $0 + seconds)] }
    }

    /// The former plan's multipliers, read off `seconds` later; nil if its constraints differ.
    func shifted(_ former: FormerPlan, by seconds: Double) -> Multipliers? {
        guard former.layout == layout, let old = former.multipliers else { return nil }
        var result = old
        let starts = grid.starts
        let blockStarts = grid.blockStarts
        for b in 0..<layout.blocks {
            let from = grid.block(at: blockStarts[b] + seconds)
            for i in 0..<layout.handles {
                let (to, source) = (layout.setpoint(b, i), layout.setpoint(from, i))
                result.low[to] = old.low[source]
                result.high[to] = old.high[source]
            }
        }
        for p in 0..<layout.points {
            let (k, j) = p.quotientAndRemainder(dividingBy: grid.stages)
            let middle = starts[k] + 0.5 * grid.lengths[k] + seconds
            let from = (starts.lastIndex { $0 <= middle } ?? 0) * grid.stages + j  // never before 0
            for i in 0..<layout.states {
                result.constraints[layout.defect(p, i)] =
                    old.constraints[layout.defect(from, i)]
            }
            for s in layout.sides.indices {
                result.constraints[layout.heldRow(s, p)] =
                    old.constraints[layout.heldRow(s, from)]
                result.low[layout.slack(s, p)] = old.low[layout.slack(s, from)]
                result.high[layout.slack(s, p)] = old.high[layout.slack(s, from)]
            }
        }
        return result
    }
}
