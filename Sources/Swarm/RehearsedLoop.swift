package import Determinism
package import GuardLink
package import GuardRoom
package import Tags

/// What stands beside a rehearsed guard: the loop with its recommendations, and the operator who
/// answers them.
package protocol RehearsedLoop {
    /// One turn on what the guard's side has just read.
    ///
    /// - Throws: what the desk throws; a refusal is an answer like any other.
    mutating func turn(_ side: inout GuardsSide, on look: GuardLook) async throws
    /// The guard's process has begun anew.
    ///
    /// - Parameter chance: whether the loop's process went with it is drawn from this.
    mutating func restarted(_ chance: inout RandomStream)
}

/// The process of the guard's side as the loop reaches it, in the world's time.
package struct GuardsSide {
    package let desk: GuardDesk
    package var chance: RandomStream
    let world: SwarmWorld
    let life: Int

    /// Seconds since the start of the run.
    package var now: Double { world.now }

    /// The plant's time.
    package var time: PlantTime { .seconds(world.asset.origin + world.now) }

    /// A decision is put before the guard's side; the checkers note what it rests on.
    package func note(_ decision: DecisionID, restingOn inputs: [TagName]) {
        world.change { if $0.life == life { $0.checks.offered(decision, inputs) } }
    }

    /// Whether the plant runs where the model is judged; the checkers note that the loop knows.
    func noteRegion() -> Bool {
        world.change { state in
            let isInRegion = state.isActive(.regionLeft) == nil
            if state.life == life { state.checks.isInRegion = isInRegion }
            return isInRegion
        }
    }

    /// So many seconds pass.
    package func wait(_ seconds: Double) async {
        world.pass(seconds, life: life)
        await world.between(life)
    }
}
