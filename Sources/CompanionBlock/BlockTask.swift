/// The companion block of one asset as a controller's task runs it: the asset's half and one half
/// for each loop, scanned together.
package struct BlockTask: Hashable, Sendable {
    package private(set) var asset = AssetBlock()
    package private(set) var loops: [LoopBlock]

    package init(loops count: Int) {
        precondition(count > 0, "a block without a loop")
        loops = Array(repeating: LoopBlock(), count: count)
    }

    /// One scan. Whether the loops' configuration is good, and whether any of them is in remote, is
    /// taken from the loops' own inputs, whatever `inputs` says about it.
    package mutating func scan(_ inputs: AssetBlock.Inputs, _ loopInputs: [LoopBlock.Inputs]) {
        precondition(
            loopInputs.count == loops.count, "\(loopInputs.count) inputs, \(loops.count) loops")
        var inputs = inputs
        inputs.anyRemote = loopInputs.contains { $0.isRemote }
        inputs.configurationIsGood = loopInputs.allSatisfy { LoopBlock.isUsable($0.settings) }
        asset.scan(inputs)
        for i in loops.indices { loops[i].scan(loopInputs[i], asset: asset.outputs) }
    }

    /// The controller lost its power and comes back.
    package mutating func restart() {
        asset.restart()
        for i in loops.indices { loops[i].restart() }
    }
}
