import Foundation
import RunBench
import Seal
import Signing
import Tags
import Testing

/// `flyball change` and `flyball user` as two people meet them: what is said, and how they end.
@Suite struct ChangeVerbTests {
    private static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    private static let passphrases = ["Anna": "three dry birches", "Bo": "seven wet spruces"]

    private let folder: String

    /// The furnace's twin in a folder of its own, a key file for each person, and their list.
    init() throws {
        folder = NSTemporaryDirectory() + "flyball-verbs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: folder + "/twin", withIntermediateDirectories: true)
        for name in ["twin.yaml", "furnace.mo"] {
            try FileManager.default.copyItem(
                atPath: Self.repository + "/examples/reheat-furnace/" + name,
                toPath: folder + "/twin/" + name)
        }
    }

    /// Keys that open at once, unlike those that the verb makes.
    private func found() throws {
        var list = Approvers()
        for (name, duty) in [("Anna", Duty.engineer), ("Bo", .approver)] {
            let key = PrivateKey()
            let passphrase = try #require(Self.passphrases[name])
            try Data(LockedKey(key, of: name, passphrase: passphrase, cost: .least).text.utf8)
                .write(to: URL(fileURLWithPath: folder + "/\(name).key"))
            try (passphrase + "\n").write(
                toFile: folder + "/\(name).pass", atomically: true, encoding: .utf8)
            try list.take(
                ApproverChange(
                    after: list.head, .add(person: name, duties: [duty], key: key.publicKey), at: 1
                ).signed(by: key))
        }
        try Data(list.bytes).write(to: URL(fileURLWithPath: folder + "/twin/approvers"))
    }

    private struct Call {
        let status: Int32?
        let lines: [String]
        let talk: [String]

        /// Whether a line of results or talk holds this.
        func says(_ part: String) -> Bool { (lines + talk).contains { $0.contains(part) } }
    }

    private func call(_ arguments: [String]) async throws -> Call {
        let command = try FlyballRun.program
        return try await onThread {
            let run = try FlyballRun(command, arguments)
            defer { run.signal(SIGKILL) }
            var status: Int32?
            if case .exit(let code) = run.end(within: 120) { status = code }
            return Call(status: status, lines: run.lines, talk: run.talk)
        }
    }

    /// `change VERB` on the twin, as one person.
    private func change(
        _ verb: String, _ person: String? = nil, _ more: [String] = []
    ) async throws -> Call {
        var arguments = ["change", verb, folder + "/twin"]
        if let person {
            arguments += [
                "--key", folder + "/\(person).key", "--passphrase-file",
                folder + "/\(person).pass",
            ]
        }
        return try await call(arguments + more)
    }

    private func edit(_ old: String, _ new: String) throws {
        let path = folder + "/twin/twin.yaml"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.contains(old))
        try text.replacing(old, with: new).write(
            toFile: path, atomically: true, encoding: .utf8)
    }

    @Test func `a change goes from proposal to approval to lockout and back`() async throws {
        try found()
        let none = try await change("show")
        #expect(none.status == 0 && none.says("there is no twin.sealed"))
        let proposed = try await change("propose", "Anna", ["--why", "first limits"])
        #expect(proposed.status == 0 && proposed.says("number 1, "), "\(proposed.talk)")
        let approved = try await change("approve", "Bo", ["--json"])
        #expect(approved.status == 0, "\(approved.talk)")
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(approved.lines.joined().utf8))
                as? [String: Any])
        #expect(json["serial"] as? Int == 1 && json["approver"] as? String == "Bo")
        #expect(json["written"] as? Bool == true)

        try edit("envelope: [1040, 1180]", "envelope: [1040, 1190]")
        let line = "TIC-201.SP: envelope: high: 1180 degC → 1190 degC"
        let edited = try await change("show")
        #expect(edited.status == 6 && edited.says(line))
        let dry = try await change("propose", "Anna", ["--why", "roof relined", "--dry-run"])
        #expect(dry.status == 0 && dry.says(line) && dry.says("nothing was written"))
        #expect(try await change("approve", "Bo").status == 6)
        #expect(try await change("propose", "Anna", ["--why", "roof relined"]).status == 0)
        let second = try await change("approve", "Bo")
        #expect(second.status == 0 && second.says("Anna proposes") && second.says(line))
        #expect(try await change("show").status == 0)

        let back = try await change("rollback", "Anna", ["--to", "1", "--why", "roof cracks"])
        #expect(back.status == 0 && back.says("1190 degC → 1180 degC"))
        #expect(try await change("show").status == 6)
        #expect(try await change("approve", "Bo").status == 0)
        let end = try await change("show")
        #expect(end.status == 0 && end.says("sealed: number 3") && end.says("back to number 1"))
        try FileManager.default.removeItem(atPath: folder)
    }

    @Test func `who may not is told so, and nothing is written`() async throws {
        try found()
        try "eleven grey ducks\n".write(
            toFile: folder + "/Anna.pass", atomically: true, encoding: .utf8)
        let wrong = try await change("propose", "Anna", ["--why", "first"])
        #expect(wrong.status == 4 && wrong.says("the passphrase is wrong"))
        let notHis = try await change("propose", "Bo", ["--why", "first"])
        #expect(notHis.status == 4 && notHis.says("Bo is not listed as engineer, but as approver"))
        let early = try await change("approve", "Bo")
        #expect(early.status == 6 && early.says("there is no proposal"))
        let noWhy = try await change("propose", "Anna")
        #expect(noWhy.status == 2)
        #expect(!FileManager.default.fileExists(atPath: folder + "/twin/twin.proposed"))
        try FileManager.default.removeItem(atPath: folder)
    }

    /// With the real cost of a passphrase: about a second each.
    @Test func `user add makes a locked key for its owner alone, and founds the list`() async throws
    {
        let pass = folder + "/pass"
        try "three dry birches\nseven wet spruces\n".write(
            toFile: pass, atomically: true, encoding: .utf8)
        func add(_ name: String, _ more: [String]) async throws -> Call {
            try await call(
                [
                    "user", "add", name, "--twin", folder + "/twin", "--keys",
                    folder + "/\(name).key", "--passphrase-file", pass,
                ] + more)
        }
        let anna = try await add("Anna", ["--duty", "engineer"])
        #expect(anna.status == 0 && anna.says("not complete"), "\(anna.talk)")
        #expect(anna.says("fingerprint") && anna.says("lost or stolen"))
        let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/Anna.key")
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        let again = try await add("Anna", ["--duty", "engineer"])
        #expect(again.status == 4 && again.says("Anna is on the list already"))
        #expect(try await add("Bo", ["--duty", "approver"]).status == 0)

        let alone = try await add("Cleo", ["--duty", "engineer"])
        #expect(alone.status == 4 && alone.says("two people who are on the list must sign"))
        #expect(!FileManager.default.fileExists(atPath: folder + "/Cleo.key"))
        try "four old larches\nthree dry birches\nthree dry birches\n".write(
            toFile: pass, atomically: true, encoding: .utf8)
        let both = ["--by", folder + "/Anna.key", "--by", folder + "/Bo.key"]
        let cleo = try await add("Cleo", ["--duty", "engineer", "--duty", "approver"] + both)
        #expect(cleo.status == 0, "\(cleo.talk)")
        let list = try await call(["user", "list", "--twin", folder + "/twin"])
        #expect(list.status == 0 && list.lines.count == 3 && list.says("engineer, approver"))
        try FileManager.default.removeItem(atPath: folder)
    }
}
