import ConnectModbus
import Expressions
import Foundation
import Guard
import GuardSide
import Operate
import Seal
import Signing
import Tags
import Testing
import TwinFile
import Units

/// Proposing, approving and going back, over the furnace's own files in a folder of its own.
@Suite struct ChangeControlTests {
    static let second: Int64 = 1_000_000_000
    static let start: Int64 = 1_790_000_000 * second
    private let anna = PrivateKey()
    private let bo = PrivateKey()

    /// A folder with the furnace's twin and a list of Anna (engineer) and Bo (approver, engineer).
    func withFurnace(_ body: (String) throws -> Void) throws {
        let path = NSTemporaryDirectory() + "flyball-change-\(UUID().uuidString)"
        let example =
            URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
            + "/examples/reheat-furnace"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true)
        for name in ["twin.yaml", "furnace.mo"] {
            try FileManager.default.copyItem(
                atPath: example + "/" + name, toPath: path + "/" + name)
        }
        let list = ApproverList(SealFolder(path))
        for (name, duties, key) in [
            ("Anna", [Duty.engineer], anna), ("Bo", [.approver, .engineer], bo),
        ] {
            _ = try list.change(
                .add(person: name, duties: duties, key: key.publicKey), at: Self.start,
                with: [key])
        }
        try body(path)
        try FileManager.default.removeItem(atPath: path)
    }

    func control(_ path: String, files: SealFolder? = nil) throws -> ChangeControl {
        try ChangeControl(try TwinFolder(path, units: UDUnits()), files: files)
    }

    /// Changes a text of the twin's file that stands in it.
    private func edit(_ path: String, _ old: String, _ new: String) throws {
        let text = try String(contentsOfFile: path + "/twin.yaml", encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new, maxReplacements: 1).write(
            toFile: path + "/twin.yaml", atomically: true, encoding: .utf8)
    }

    private func propose(_ path: String, at step: Int64 = 1) throws -> Proposed {
        try control(path).propose(why: "test", key: anna, at: Self.start + step * Self.second)
    }

    private func approve(_ path: String, at step: Int64 = 2) throws -> Approved {
        try control(path).approve(why: "seen", key: bo, at: Self.start + step * Self.second)
    }

    func check(_ refusal: (ChangeRefusal) -> String?, _ act: () throws -> Void) {
        let error = #expect(throws: ChangeRefusal.self) { try act() }
        if let error, let wrong = refusal(error) { Issue.record("\(wrong): \(error.text)") }
    }

    private func conflict(_ part: String) -> (ChangeRefusal) -> String? {
        { error in
            guard case .conflict(let text) = error else { return "no conflict" }
            return text.contains(part) ? nil : "does not say \"\(part)\""
        }
    }

    func notAllowed(_ part: String) -> (ChangeRefusal) -> String? {
        { error in
            guard case .notAllowed(let text) = error else { return "not \"not allowed\"" }
            return text.contains(part) ? nil : "does not say \"\(part)\""
        }
    }

    private let edge = (
        old: "envelope: [1040, 1180]", new: "envelope: [1040, 1190]",
        text: "TIC-201.SP: envelope: high: 1180 degC → 1190 degC"
    )

    @Test func `the furnace's safety part holds what the guard's process needs`() throws {
        try withFurnace { path in
            let twin = try control(path).twin
            #expect(twin.name == "reheat-furnace" && twin.handles.count == 3)
            #expect(try SealedTwin(body: twin.body()) == twin)
            #expect(twin.connections[0].writing.map(\.number) == [101, 103, 105])
            #expect(twin.connections[0].reading.count == twin.tags.count)
            let folder = try TwinFolder(path, units: UDUnits())
            let reading = try twin.plantReading()
            #expect(reading.handles.count == 3)
            #expect(reading.interlocks.map(\.when.term) == folder.twin.interlocks.map(\.when.term))
            #expect(twin.rules.handles.allSatisfy { $0.recovery != nil })
            #expect(twin.sense.count == twin.tags.count)
            #expect(twin.sources.modelFile == "furnace.mo")
        }
    }

    @Test func `two people seal a twin; one edit locks it out and is shown`() throws {
        try withFurnace { path in
            #expect(try control(path).status().state == .none)
            #expect(try propose(path).serial == 1)
            #expect(try control(path).status().state == .none)
            #expect(try control(path).status().proposal?.contains("by Anna") == true)
            let approved = try approve(path)
            #expect(approved.serial == 1 && approved.approver.person == "Bo")
            let status = try control(path).status()
            #expect(status.state.maySupervise && status.proposal == nil)
            #expect(status.state.standing?.hash == approved.hash)

            try edit(path, edge.old, edge.new)
            let edited = try control(path).status()
            #expect(edited.state.locksOut)
            #expect(edited.state.lines.contains("  " + edge.text))
        }
    }

    @Test func `a comment changes nothing; there is nothing to propose`() throws {
        try withFurnace { path in
            _ = try propose(path)
            _ = try approve(path)
            try edit(path, "twin: reheat-furnace", "# seen by the auditor\ntwin: reheat-furnace")
            #expect(try control(path).status().state.maySupervise)
            check(conflict("nothing to propose")) { _ = try propose(path, at: 3) }
        }
    }

    @Test func `an edited model locks out`() throws {
        try withFurnace { path in
            _ = try propose(path)
            _ = try approve(path)
            let model = path + "/furnace.mo"
            let text = try String(contentsOfFile: model, encoding: .utf8)
            try (text + "\n// another line\n").write(
                toFile: model, atomically: true, encoding: .utf8)
            let state = try control(path).status().state
            #expect(state.locksOut && state.lines.contains { $0.contains("model: text") })
        }
    }

    @Test func `only an engineer proposes, only another approver approves`() throws {
        try withFurnace { path in
            let stranger = PrivateKey()
            let now = Self.start + 5 * Self.second
            check(notAllowed("not on the list")) {
                _ = try control(path).propose(why: "", key: stranger, at: now)
            }
            check(conflict("there is no proposal")) { _ = try approve(path) }
            _ = try control(path).propose(why: "mine", key: bo, at: now)
            check(notAllowed("another person must")) {
                _ = try control(path).approve(why: "", key: bo, at: now)
            }
            check(notAllowed("not listed as approver")) {
                _ = try control(path).approve(why: "", key: anna, at: now)
            }
            #expect(try control(path).status().state == .none)
        }
    }

    @Test func `an approval of what was edited since is refused, and shows the edit`() throws {
        try withFurnace { path in
            _ = try propose(path)
            try edit(path, edge.old, edge.new)
            check(conflict(edge.text)) { _ = try approve(path) }
            #expect(try control(path).status().state == .none)
        }
    }

    @Test func `a proposal is stale once something else was approved`() throws {
        try withFurnace { path in
            _ = try propose(path)
            let first = try #require(
                FileManager.default.contents(atPath: path + "/twin.proposed"))
            _ = try approve(path)
            try edit(path, edge.old, edge.new)
            _ = try propose(path, at: 3)
            _ = try approve(path, at: 4)
            try first.write(to: URL(fileURLWithPath: path + "/twin.proposed"))
            check(conflict("something else was approved since")) { _ = try approve(path, at: 5) }
        }
    }

    @Test func `a proposal that somebody changed is refused`() throws {
        try withFurnace { path in
            _ = try propose(path)
            let place = URL(fileURLWithPath: path + "/twin.proposed")
            var bytes = try [UInt8](Data(contentsOf: place))
            bytes[bytes.count - 1] ^= 1
            try Data(bytes).write(to: place)
            check(notAllowed("the signature of Anna")) { _ = try approve(path) }
        }
    }

    @Test func `going back takes two people again, and brings the old files`() throws {
        try withFurnace { path in
            _ = try propose(path)
            _ = try approve(path)
            try edit(path, edge.old, edge.new)
            _ = try propose(path, at: 3)
            _ = try approve(path, at: 4)
            let now = Self.start + 5 * Self.second
            let shown = try control(path).rollBack(
                to: 1, why: "roof cracks", key: anna, at: now, units: UDUnits(), dryRun: true)
            let back = "TIC-201.SP: envelope: high: 1190 degC → 1180 degC"
            #expect(shown.differences.map(\.text) == [back])
            #expect(try control(path).status().state.maySupervise, "a dry run writes nothing")

            let proposed = try control(path).rollBack(
                to: 1, why: "roof cracks", key: anna, at: now, units: UDUnits())
            #expect(proposed.serial == 3 && proposed.differences.map(\.text) == [back])
            #expect(proposed.author.why == "back to number 1: roof cracks")
            #expect(try control(path).status().state.locksOut, "until somebody approves")
            let before = try String(
                contentsOfFile: path + "/twin.yaml.before-rollback", encoding: .utf8)
            #expect(before.contains(edge.new))
            check(notAllowed("not listed as approver")) {
                _ = try control(path).approve(why: "", key: anna, at: now)
            }
            let approved = try approve(path, at: 6)
            #expect(approved.serial == 3)
            let status = try control(path).status()
            #expect(status.state.maySupervise && status.history.count == 3)
            #expect(!status.history.contains { $0.contains("DOES NOT CONTINUE") })
            check(conflict("there is no number 9")) {
                _ = try control(path).rollBack(
                    to: 9, why: "", key: anna, at: now, units: UDUnits())
            }
        }
    }

    @Test func `texts in the archive that somebody changed are not brought back`() throws {
        try withFurnace { path in
            _ = try propose(path)
            _ = try approve(path)
            try edit(path, edge.old, edge.new)
            _ = try propose(path, at: 3)
            _ = try approve(path, at: 4)
            let place = path + "/sealed/0001.yaml"
            let text = try String(contentsOfFile: place, encoding: .utf8)
            try text.replacing("[1040, 1180]", with: "[1040, 1200]").write(
                toFile: place, atomically: true, encoding: .utf8)
            check(conflict("is not the text that number 1 was made from")) {
                _ = try control(path).rollBack(
                    to: 1, why: "", key: anna, at: Self.start + 5 * Self.second, units: UDUnits())
            }
            #expect(try control(path).status().state.maySupervise)
        }
    }

    @Test func `a damaged seal is mended by a new approval that continues the archive`() throws {
        try withFurnace { path in
            _ = try propose(path)
            _ = try approve(path)
            let place = URL(fileURLWithPath: path + "/twin.sealed")
            var bytes = try [UInt8](Data(contentsOf: place))
            bytes[100] ^= 1
            try Data(bytes).write(to: place)
            #expect(try control(path).status().state.locksOut)
            #expect(try propose(path, at: 3).serial == 2)
            #expect(throws: ChangeRefusal.self) { try approve(path, at: 4) }
            // The damaged file is evidence: somebody takes it aside first.
            try FileManager.default.removeItem(at: place)
            #expect(try approve(path, at: 4).serial == 2)
            #expect(try control(path).status().state.maySupervise)
        }
    }

    @Test func `a dry run writes nothing`() throws {
        try withFurnace { path in
            let now = Self.start + Self.second
            _ = try control(path).propose(why: "", key: anna, at: now, dryRun: true)
            check(conflict("there is no proposal")) { _ = try approve(path) }
            _ = try propose(path)
            _ = try control(path).approve(why: "", key: bo, at: now, dryRun: true)
            #expect(try control(path).status().state == .none)
        }
    }

    /// Lets each operation fail in turn, as a full disk would.
    @Test func `an approval interrupted anywhere can be called again`() throws {
        try withFurnace { path in
            _ = try propose(path)
            _ = try approve(path)
            try edit(path, edge.old, edge.new)
            _ = try propose(path, at: 3)
            var failures = 0
            for step in SealFolder.Step.allCases where step != .lock && step != .remove {
                let files = SealFolder(path) { $0 == step ? ENOSPC : nil }
                do {
                    _ = try control(path, files: files).approve(
                        why: "", key: bo, at: Self.start + 4 * Self.second)
                } catch { failures += 1 }
                let state = SealFolder(path).check()
                #expect(state.maySupervise && state.standing?.serial == 1, "\(step)")
            }
            #expect(failures == 7)
            #expect(try approve(path, at: 5).serial == 2)
        }
    }
}

extension ChangeControlTests {
    @Test func `a demonstration seals a simulator, and no real plant`() throws {
        try withFurnace { path in
            let place = SealFolder(path + "/demonstration")
            try FileManager.default.createDirectory(
                atPath: place.path, withIntermediateDirectories: true)
            var twin = try control(path).twin
            twin.isSimulator = false
            check(notAllowed("two people seal it")) {
                _ = try place.sealForDemonstration(twin, at: Self.start)
            }
            twin.isSimulator = true
            let standing = try place.sealForDemonstration(twin, at: Self.start)
            #expect(standing.serial == 1 && standing.twin == twin)
            #expect(place.check(against: twin, witness: standing.witness).maySupervise)
        }
    }
}
