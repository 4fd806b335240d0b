package import CompanionBlock
package import ConnectModbusWriting
package import Determinism
package import GuardRoom
package import Tags

/// What the companion block and its loops did after the last beat: the drop test as it was seen
/// from outside.
package struct DropWatch: Sendable {
    package struct Loop: Hashable, Sendable {
        package let tag: TagName
        /// Since the last beat, on the wall [s]; nil if it stayed in remote.
        package var leftRemoteAfter: Double?
        /// In the loop's unit: at the last beat, and at the end.
        package let before: Double
        package var after: Double
        /// Where the block takes the setpoint; nil if it leaves it.
        package var target: Double?
    }

    /// Since the last beat, until nobody owned the asset; nil if that did not happen [s].
    package var shedAfter: Double?
    /// As the block shows them.
    package var cause = ShedCause.none
    package var isAlarmed = false
    package var test = CompanionBlock.DropTest.none
    package var loops: [Loop]

    /// After the watchdog's time the block may take so long [s]: its scan, and ours.
    package static let slack = 2.0
    /// Loops must have left remote so long after the block let go [s]; docs/companion-block.md.
    package static let leaving = 10.0

    package var haveAllLeft: Bool { loops.allSatisfy { $0.leftRemoteAfter != nil } }
}

extension BlockPort {
    /// Watches the block from the last beat on, until all loops have left remote and stand still,
    /// or nothing more is to be expected.
    ///
    /// - Parameters:
    ///   - before: the block at the last beat.
    ///   - watchdog: the block's [s].
    ///   - settling: how long setpoints may move afterwards, on the wall [s].
    package func watchDrop(
        since lastBeat: MonotonicInstant, before: BlockMaster.Status, watchdog: Double,
        settling: Double
    ) async -> DropWatch {
        let tags = before.loops.keys.sorted { $0.text < $1.text }
        var watch = DropWatch(
            loops: tags.compactMap { tag in
                before.loops[tag].map {
                    .init(
                        tag: tag, before: Double($0.setpoint), after: Double($0.setpoint),
                        target: nil)
                }
            })
        let patience = watchdog + DropWatch.slack + DropWatch.leaving
        var leftAt: Double?
        while true {
            guard let waited = PlantClock.monotonic.elapsed(since: lastBeat) else { return watch }
            let seen = await status()
            if let seen { take(seen, at: waited, before, into: &watch) }
            let isStill = seen?.loops.values.allSatisfy { !$0.isShedding } ?? false
            if watch.shedAfter != nil, watch.haveAllLeft {
                let since = leftAt ?? waited
                leftAt = since
                // The block notes the test in the scan after the loops have left.
                if waited - since >= 0.5, isStill || waited - since >= settling { return watch }
            } else if waited > patience {
                return watch
            }
            // Cancelled or not, the watch ends by its patience.
            try? await Task.sleep(for: .seconds(0.05))
        }
    }

    private func take(
        _ seen: BlockMaster.Status, at waited: Double, _ before: BlockMaster.Status,
        into watch: inout DropWatch
    ) {
        if watch.shedAfter == nil, !seen.asset.isOwned || seen.asset.epoch != before.asset.epoch {
            watch.shedAfter = waited
        }
        watch.cause = seen.asset.shedCause
        watch.isAlarmed = seen.asset.alarm
        watch.test = seen.asset.dropTest
        for index in watch.loops.indices {
            guard let loop = seen.loops[watch.loops[index].tag] else { continue }
            if !loop.isRemote, watch.loops[index].leftRemoteAfter == nil {
                watch.loops[index].leftRemoteAfter = waited
            }
            watch.loops[index].after = Double(loop.setpoint)
            if loop.isShedding { watch.loops[index].target = Double(loop.target) }
        }
    }
}
