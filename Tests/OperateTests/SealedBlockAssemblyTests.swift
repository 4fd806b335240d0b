import ConnectModbus
import Diagnostics
import Foundation
import Guard
import Operate
import Seal
import Tags
import Testing
import TwinFile
import Units

/// The companion block on its way from a twin's file into what is sealed.
@Suite struct SealedBlockAssemblyTests {
    private let folder: TwinFolder

    init() throws {
        folder = try TwinFolder(
            URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().path + "/examples/reheat-furnace", units: UDUnits())
    }

    @Test func `a twin without a block is sealed without one, and is held to supervisory`() throws {
        let sealed = try SealedTwin(folder)
        #expect(sealed.fenced == nil && sealed.rules.ownership.block != .declared)
    }

    @Test func `registers are sealed as the device counts them`() throws {
        let sealed = try SealedTwin(try folder.behindFurnaceBlock(units: UDUnits()))
        let (connection, block) = try #require(sealed.fenced)
        #expect(connection.name == "plc" && connection.firstNumber == 1)
        #expect(block.owner == 7 && block.control == 411 && block.status == 501)
        #expect(block.statusArea == .input)
        #expect(block.loops.map(\.tag.text) == ["TIC-201.SP", "TIC-202.SP", "TIC-203.SP"])
        #expect(block.loops.map(\.mailbox) == [421, 441, 461])
        #expect(block.loops.map(\.status) == [516, 531, 546])
    }

    @Test func `the block is all that the furnace behind it differs in`() throws {
        let plain = try SealedTwin(folder)
        let fenced = try SealedTwin(try folder.behindFurnaceBlock(units: UDUnits()))
        let texts = plain.differences(to: fenced).map(\.text)
        #expect(texts.count == 14, "\(texts)")
        #expect(
            texts.allSatisfy {
                $0.hasPrefix("connections: plc: block: ") || $0.hasPrefix("ownership: block: ")
            }, "\(texts)")
        var restored = fenced
        restored.connections[0].block = nil
        restored.rules.ownership = plain.rules.ownership
        #expect(plain.differences(to: restored).isEmpty)
    }

    @Test func `a file that declares its block already is left as it is`() throws {
        let once = try folder.behindFurnaceBlock(units: UDUnits())
        let twice = try once.behindFurnaceBlock(units: UDUnits())
        #expect(twice.sources[0].lines == once.sources[0].lines)
        #expect(once.sources[0].lines.starts(with: folder.sources[0].lines.dropLast()))
    }

    @Test func `statuses in holding registers and another first number reach the seal`() throws {
        var declared = try folder.behindFurnaceBlock(units: UDUnits()).sources[0].lines
            .joined(separator: "\n")
        for (old, new) in [
            ("registers from: 1", "registers from: 0"), ("status: 501", "status: 701"),
            ("owner: 7", "owner: 9\n  status in: holding"),
        ] {
            declared = declared.replacingOccurrences(of: old, with: new)
        }
        let text = declared
        let other = try TwinFolder(folder.path, units: UDUnits()) { file in
            file == "twin.yaml" ? text : folder.sources[1].lines.joined(separator: "\n")
        }
        let (connection, block) = try #require(try SealedTwin(other).fenced)
        #expect(connection.firstNumber == 0 && block.control == 411 && block.status == 701)
        #expect(block.statusArea == .holding && block.owner == 9)
    }
}
