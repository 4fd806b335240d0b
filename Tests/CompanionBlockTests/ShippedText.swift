import CompanionBlock
import Foundation
import Testing

/// The shipped text, and its two function blocks wired to the same inputs as the Swift block.
struct ShippedText {
    /// plc/companion.st of this checkout.
    static func read() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "plc/companion.st"), encoding: .utf8)
    }

    private(set) var asset: FunctionBlock
    private(set) var loops: [FunctionBlock]
    private let assetPins: AssetPins
    private let loopPins: LoopPins

    init(_ text: String, loops count: Int) throws {
        let blocks = try Parser.blocks(in: text)
        func block(_ name: String) throws -> FunctionBlock {
            try FunctionBlock(try #require(blocks.first { $0.name == name }))
        }
        let (asset, loop) = (try block("FB_FLYBALL_ASSET"), try block("FB_FLYBALL_MV"))
        self.asset = asset
        loops = Array(repeating: loop, count: count)
        assetPins = try AssetPins(asset)
        loopPins = try LoopPins(loop)
    }

    /// The first arithmetic fault of any of them.
    var fault: String? { asset.fault ?? loops.lazy.compactMap(\.fault).first }

    mutating func restart() {
        asset.restart()
        for i in loops.indices { loops[i].restart() }
    }

    /// One scan, in the order that plc/README.md gives.
    mutating func scan(_ inputs: AssetBlock.Inputs, _ loopInputs: [LoopBlock.Inputs]) {
        assetPins.put(inputs, into: &asset)
        asset.run()
        for i in loops.indices {
            loopPins.put(loopInputs[i], from: asset, assetPins, into: &loops[i])
            loops[i].run()
        }
    }

    /// Where an output of the text differs from the Swift block; nil if none does.
    func difference(from block: BlockTask) -> String? {
        if let found = assetPins.difference(asset, block.asset.outputs) { return found }
        for (i, loop) in loops.enumerated() {
            if let found = loopPins.difference(loop, block.loops[i].outputs) {
                return "loop \(i + 1): \(found)"
            }
        }
        return nil
    }
}

/// The bits of a value as the text holds them.
private func bits(_ value: Bool) -> UInt32 { value ? 1 : 0 }
private func bits(_ value: Int16) -> UInt32 { UInt32(bitPattern: Int32(value)) }
private func bits(_ value: UInt16) -> UInt32 { UInt32(value) }
private func bits(_ value: Float) -> UInt32 { value.bitPattern }

/// An output by its name in the text, and what the Swift block shows for it.
private struct Pin<Outputs> {
    let name: String
    let type: ElementaryType
    let index: Int
    let shown: (Outputs) -> UInt32

    func differs(_ block: FunctionBlock, _ outputs: Outputs) -> Bool {
        let (text, swift) = (block[index], shown(outputs))
        // One NaN is as good as another.
        if type == .real, Float(bitPattern: text).isNaN { return !Float(bitPattern: swift).isNaN }
        return text != swift
    }
}

private func pin(_ block: FunctionBlock, _ name: String, _ type: ElementaryType) throws -> Int {
    try #require(block.index(name, type), "\(block.name) has no \(name) : \(type.rawValue)")
}

private func differences<Outputs>(
    _ pins: [Pin<Outputs>], _ block: FunctionBlock, _ outputs: Outputs
) -> String? {
    for pin in pins where pin.differs(block, outputs) {
        return "\(pin.name) is \(block[pin.index]) in the text, \(pin.shown(outputs)) in Swift"
    }
    return nil
}

/// All outputs that a block declares must have been named.
private func requireAll<Outputs>(_ pins: [Pin<Outputs>], of block: FunctionBlock) throws {
    let declared = block.declarations.filter { $0.place == .output }.map(\.name)
    try #require(Set(declared) == Set(pins.map(\.name)))
}

private struct AssetPins {
    typealias Outputs = AssetBlock.Outputs
    private let inputs: [Int]
    private let outputs: [Pin<Outputs>]
    let owned: Int
    let granted: Int
    let shedNow: Int
    let beatOK: Int
    let epoch: Int
    let cause: Int

    init(_ block: FunctionBlock) throws {
        let names: [(String, ElementaryType)] = [
            ("DT_MS", .udint), ("W_MS", .udint), ("CLAIM", .udint), ("RELEASE", .uint),
            ("SHED_ASK", .uint), ("BEAT", .udint), ("FAILSAFE", .bool), ("CONFIG_OK", .bool),
            ("ANY_REMOTE", .bool), ("DROP_TEST", .bool),
        ]
        inputs = try names.map { try pin(block, $0.0, $0.1) }
        func output(
            _ name: String, _ type: ElementaryType, _ shown: @escaping (Outputs) -> UInt32
        ) throws -> Pin<Outputs> {
            Pin(name: name, type: type, index: try pin(block, name, type), shown: shown)
        }
        outputs = [
            try output("OWNED", .bool) { bits($0.isOwned) },
            try output("GRANTED", .bool) { bits($0.isGranted) },
            try output("SHED_NOW", .bool) { bits($0.isShedNow) },
            try output("OWNER", .uint) { bits($0.owner) },
            try output("EPOCH", .uint) { bits($0.epoch) },
            try output("BEAT_OK", .bool) { bits($0.beatIsFresh) },
            try output("BEAT_ECHO", .udint) { $0.beatEcho },
            try output("BEAT_AGE_MS", .udint) { $0.beatAge },
            try output("CLAIM_SEEN", .udint) { $0.claimSeen },
            try output("CLAIM_RESULT", .int) { bits($0.claimResult.rawValue) },
            try output("SHED_CAUSE", .int) { bits($0.shedCause.rawValue) },
            try output("ALARM", .bool) { bits($0.alarm) },
            try output("DROP_STATE", .int) { bits($0.dropTest.rawValue) },
            try output("DROP_AGE_S", .udint) { $0.dropTestAge },
        ]
        try requireAll(outputs, of: block)
        owned = try pin(block, "OWNED", .bool)
        granted = try pin(block, "GRANTED", .bool)
        shedNow = try pin(block, "SHED_NOW", .bool)
        beatOK = try pin(block, "BEAT_OK", .bool)
        epoch = try pin(block, "EPOCH", .uint)
        cause = try pin(block, "SHED_CAUSE", .int)
    }

    func put(_ given: AssetBlock.Inputs, into block: inout FunctionBlock) {
        let values = [
            given.elapsed, given.watchdog, given.claim, bits(given.release),
            bits(given.shedRequest), given.beat, bits(given.failsafe),
            bits(given.configurationIsGood), bits(given.anyRemote), bits(given.dropTest),
        ]
        for (index, value) in zip(inputs, values) { block[index] = value }
    }

    func difference(_ block: FunctionBlock, _ shown: Outputs) -> String? {
        differences(outputs, block, shown)
    }
}

private struct LoopPins {
    typealias Outputs = LoopBlock.Outputs
    private let inputs: [Int]
    private let outputs: [Pin<Outputs>]

    init(_ block: FunctionBlock) throws {
        let names: [(String, ElementaryType)] = [
            ("DT_MS", .udint), ("CMD_SEQ", .udint), ("CMD_EPOCH", .uint), ("CMD_COUNT", .udint),
            ("CMD_EXPECTED", .real), ("CMD_VALUE", .real), ("CMD_SEQ_AGAIN", .udint),
            ("SP_LIVE", .real), ("IN_REMOTE", .bool), ("OPERATOR_MOVED", .bool), ("OP_LO", .real),
            ("OP_HI", .real), ("LOCAL_SP", .real), ("ENG_LO", .real), ("ENG_HI", .real),
            ("LARGEST_STEP", .real), ("RATE", .real), ("SP_TOL", .real), ("SHED_DOES", .int),
            ("SAFE_SP", .real), ("SHED_RATE", .real), ("OWNED", .bool), ("GRANTED", .bool),
            ("SHED_NOW", .bool), ("BEAT_OK", .bool), ("EPOCH", .uint), ("SHED_CAUSE", .int),
        ]
        inputs = try names.map { try pin(block, $0.0, $0.1) }
        func output(
            _ name: String, _ type: ElementaryType, _ shown: @escaping (Outputs) -> UInt32
        ) throws -> Pin<Outputs> {
            Pin(name: name, type: type, index: try pin(block, name, type), shown: shown)
        }
        outputs = [
            try output("SP_OUT", .real) { bits($0.setpoint) },
            try output("WRITE_SP", .bool) { bits($0.writes) },
            try output("TO_LOCAL", .bool) { bits($0.toLocal) },
            try output("AWAITS_REMOTE", .bool) { bits($0.awaitsRemote) },
            try output("SHED", .bool) { bits($0.isShed) },
            try output("CHANGES", .udint) { $0.count },
            try output("LAST_SEQ", .udint) { $0.sequence },
            try output("RESULT", .int) { bits($0.result.rawValue) },
            try output("MOVING", .bool) { bits($0.isMoving) },
            try output("TARGET", .real) { bits($0.target) },
            try output("SHEDDING", .bool) { bits($0.isShedding) },
            try output("CONFIG_OK", .bool) { bits($0.configurationIsGood) },
            try output("STRAY_RESULT", .int) { bits($0.strayResult.rawValue) },
            try output("STRAY_EPOCH", .uint) { bits($0.strayEpoch) },
            try output("STRAY_SEQ", .udint) { $0.straySequence },
            try output("STRAYS", .uint) { bits($0.strays) },
        ]
        try requireAll(outputs, of: block)
    }

    func put(
        _ given: LoopBlock.Inputs, from asset: FunctionBlock, _ pins: AssetPins,
        into block: inout FunctionBlock
    ) {
        let (mail, site) = (given.mail, given.settings)
        let values = [
            given.elapsed, mail.sequence, bits(mail.epoch), mail.expectedCount,
            bits(mail.expectedSetpoint), bits(mail.value), mail.sequenceAgain,
            bits(given.liveSetpoint), bits(given.isRemote), bits(given.operatorMoved),
            bits(given.operatorLow), bits(given.operatorHigh), bits(given.localSetpoint),
            bits(site.engineeringLow), bits(site.engineeringHigh), bits(site.largestStep),
            bits(site.rate), bits(site.tolerance), bits(site.shedAction), bits(site.safeSetpoint),
            bits(site.shedRate), asset[pins.owned], asset[pins.granted], asset[pins.shedNow],
            asset[pins.beatOK], asset[pins.epoch], asset[pins.cause],
        ]
        for (index, value) in zip(inputs, values) { block[index] = value }
    }

    func difference(_ block: FunctionBlock, _ shown: Outputs) -> String? {
        differences(outputs, block, shown)
    }
}
